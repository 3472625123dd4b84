using InfraFabric.Core.Ids;

namespace InfraFabric.Optimise.Spends;

/// <summary>Reads a spending out of the entry that tells of it.</summary>
internal static class SpendFold
{
    /// <summary>The kind that a reservation has which pays for help.</summary>
    public const string Help = "help";

    /// <summary>Whether an entry tells that something was spent.</summary>
    public static bool IsSpend(LedgerFact fact) =>
        fact is { Operation: "budget.settle" or "budget.spend", Cost: not null };

    /// <summary>The task of an entry about spending; null if there is none.</summary>
    public static string? TaskOf(LedgerFact fact) =>
        OnPath(fact, "task/") is { } named && TaskId.TryParse(named, out _) ? named : null;

    /// <summary>The spending; how its work ended is still to be found.</summary>
    public static Spend Of(long place, LedgerFact fact, TaskFacts? task)
    {
        var named = fact.Named("kind");
        var on = TaskOf(fact);
        return new Spend
        {
            Place = place,
            Time = fact.Time,
            Cost = fact.Cost!.Value,
            Trace = fact.Trace,
            End = on is null ? SpendEnd.None : SpendEnd.Open,
            Task = on,
            Fence = fact.Fence,
            // Who pays need not be who spends, and then the path is of the former.
            Swarm = fact.Named("swarm") ?? OnPath(fact, "swarm/"),
            Tenant = fact.Named("tenant") ?? OnPath(fact, "tenant/"),
            Kind = task?.Kind ?? named,
            Capability = task?.Capability,
            Model = fact.Named("model"),
            PriceBook = fact.Named("price_book"),
            Unconfirmed = fact.Named("unconfirmed") == "true",
            ServiceTier = fact.Named("service_tier"),
            Batch = fact.Named("batch") == "true",
            Help = on is not null && (named == Help || fact.Fence is null),
            Quantities = SpendQuantities.Of(fact),
        };
    }

    // The path names the budgets from the root on: fabric tenant/x swarm/y task/z.
    private static string? OnPath(LedgerFact fact, string prefix)
    {
        var part = fact.Named("budgets")?.Split(' ')
            .FirstOrDefault(name => name.StartsWith(prefix, StringComparison.Ordinal));
        return part is null ? null : part[prefix.Length..];
    }
}
