using System.Globalization;
using InfraFabric.Api.Optimise;
using InfraFabric.Optimise.Prices;
using InfraFabric.Optimise.Reports;
using InfraFabric.Optimise.Spends;

namespace InfraFabric.Server.Optimise;

/// <summary>Costs and prices as the API shows them.</summary>
internal static class OptimiseBodies
{
    public static CostReportBody From(CostQuery query, CostReport report) => new()
    {
        By = [.. query.By.Select(by => by.ToString().ToLowerInvariant())],
        From = query.From,
        To = query.To,
        Rows = [.. report.Rows.Select(row => new CostRowBody([.. row.Key.Select(key => key ?? "")], From(row.Sums)))],
        Total = From(report.Total),
        NextSkip = report.More ? query.Skip + report.Rows.Count : null,
        Size = report.Size,
    };

    public static SpendRowBody From(Spend spend) => new()
    {
        Index = spend.Place,
        Time = spend.Time,
        Cost = spend.Cost,
        Outcome = SpendEnds.NameOf(spend.End),
        Trace = spend.Trace.ToString(),
        Task = spend.Task,
        Fence = spend.Fence,
        Swarm = spend.Swarm,
        Tenant = spend.Tenant,
        Kind = spend.Kind,
        Capability = spend.Capability,
        Model = spend.Model,
        PriceBook = spend.PriceBook,
        Unconfirmed = spend.Unconfirmed,
        ServiceTier = spend.ServiceTier,
        Batch = spend.Batch,
        Help = spend.Help,
        Usage = UsageOf(spend),
    };

    public static PriceBody From(PriceVersion price, PriceBook book, DateTimeOffset now) => new()
    {
        Model = price.Model,
        ValidFrom = Day(price.ValidFrom),
        InForce = book.Find(price.Model, null, now) == price,
        Currency = price.Currency,
        Tokens = price.Tokens.ByName(),
        Per = price.Units.ByName(),
        Aliases = [.. book.Aliases.Where(alias => alias.Value == price.Model).Select(alias => alias.Key)
            .Order(StringComparer.Ordinal)],
        Tiers = price.Tiers.Count == 0 ? null : price.Tiers.ToDictionary(
            tier => tier.From.ToString(CultureInfo.InvariantCulture), tier => tier.Tokens.ByName()),
        ServiceTiers = price.ServiceTiers.Count == 0 ? null : price.ServiceTiers.ToDictionary(
            tier => tier.Key, IReadOnlyDictionary<string, decimal> (tier) => WithFactor(tier.Value)),
        Batch = price.Batch?.ByName(),
        BatchDiscount = price.BatchDiscount,
        Confirm = price.Confirm,
        AsOf = price.AsOf is { } day ? Day(day) : null,
        Source = price.Source,
        Origin = price.Origin == PriceOrigin.Own ? "own" : "shipped",
        Hash = price.Hash.ToString(),
    };

    private static CostSumsBody From(CostSums sums) => new()
    {
        Cost = sums.Cost,
        Before = sums.Before,
        Trend = sums.Trend,
        Spends = sums.Spends,
        Wasted = sums.Wasted,
        WasteRate = sums.WasteRate,
        Open = sums.Open,
        Unconfirmed = sums.Unconfirmed,
        Decisions = sums.Decisions,
        PerDecision = sums.PerDecision,
        PerDecisionTrend = sums.DecisionTrend,
    };

    private static Dictionary<string, decimal>? UsageOf(Spend spend)
    {
        var usage = SpendQuantities.Names.Zip(spend.Quantities).Where(pair => pair.Second != 0).ToDictionary(
            pair => pair.First, pair => SpendQuantities.Number(pair.Second), StringComparer.Ordinal);
        return usage.Count > 0 ? usage : null;
    }

    private static Dictionary<string, decimal> WithFactor(ServiceTier tier) =>
        new(tier.Tokens.ByName(), StringComparer.Ordinal) { ["factor"] = tier.Factor };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
