using InfraFabric.Core.Errors;

namespace InfraFabric.Optimise.Reports;

/// <summary>What can be asked.</summary>
internal static class CostRules
{
    public static void Require(CostQuery query)
    {
        if (query.By.Count is 0 or > OptimiseLimits.MaxDimensions || query.By.Distinct().Count() != query.By.Count)
            throw Wrong($"Costs are told apart by 1 to {OptimiseLimits.MaxDimensions} dimensions, each once.");
        Require(query.From, query.To);
        RequireLimit(query.Limit);
        if (query.Skip is < 0 or > OptimiseLimits.MaxRows)
            throw Wrong($"At most {OptimiseLimits.MaxRows} rows can be left out.");
    }

    public static void Require(DateTimeOffset from, DateTimeOffset to)
    {
        if (from >= to || to - from > OptimiseLimits.MaxWindow)
            throw Wrong($"A window has a length, of at most {OptimiseLimits.MaxWindow.TotalDays:0} days.");
        if (from.UtcTicks < (to - from).Ticks)
            throw Wrong("There is no window before it.");
    }

    public static void RequireLimit(int limit)
    {
        if (limit is < 1 or > OptimiseLimits.MaxPageSize)
            throw Wrong($"A page has 1 to {OptimiseLimits.MaxPageSize} rows.");
    }

    private static FabricException Wrong(string why) => new(
        ErrorTable.Usage, "The costs cannot be told like that.", why, "Correct the call.");
}
