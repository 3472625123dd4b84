using System.Globalization;
using InfraFabric.Api.Budgets;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;
using InfraFabric.Optimise.Prices;

namespace InfraFabric.Server.Optimise;

/// <summary>Finds what a spending has cost from what its spender tells of it.</summary>
internal sealed class UsagePrices(PriceSource prices, TimeProvider time)
{
    /// <summary>A sum as it was said, or the price of what was bought; an error when it is neither, or both.</summary>
    public KnownCost Of(Money? spent, UsageBody? bought)
    {
        if (spent is null == bought is null)
        {
            throw new FabricException(ErrorTable.Usage, "It is not said what the spending has cost.",
                "Either its sum is told, or what was bought.", "Give one of 'spent_micro_usd' and 'usage'.");
        }

        return bought is null ? new KnownCost(spent!.Value) : Of(bought);
    }

    private KnownCost Of(UsageBody bought)
    {
        var usage = UsageOf(bought);
        var priced = prices.Current.Price(usage, time.GetUtcNow());
        var facts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["model"] = priced.Price.Model,
            ["price_book"] = priced.PriceHash.ToString(),
        };
        if (priced.Price.Confirm)
            facts["unconfirmed"] = "true";
        if (usage.ServiceTier is { } tier)
            facts["service_tier"] = tier;
        if (usage.Batch)
            facts["batch"] = "true";
        // Not 'tokens': the ledger blots out what is named like a secret.
        foreach (var (name, quantity) in usage.Quantities())
            facts[$"usage.{name}"] = quantity.ToString("0.######", CultureInfo.InvariantCulture);
        return new KnownCost(priced.Cost, priced.PriceHash.ToString(), facts);
    }

    private static Usage UsageOf(UsageBody bought) => new()
    {
        Model = bought.Model,
        Provider = bought.Provider,
        ServiceTier = bought.ServiceTier,
        Batch = bought.Batch,
        Input = bought.InputTokens,
        Output = bought.OutputTokens,
        CacheRead = bought.CacheReadTokens,
        CacheWrite5m = bought.CacheWrite5mTokens,
        CacheWrite1h = bought.CacheWrite1hTokens,
        Reasoning = bought.ReasoningTokens,
        Calls = bought.Calls,
        Messages = bought.Messages,
        Minutes = bought.Minutes,
        Hours = bought.Hours,
        Gb = bought.Gb,
    };
}
