namespace InfraFabric.Optimise.Prices;

/// <summary>
/// Multiplies what was bought by what it costs. The order of what changes a price is: the length of the prompt, the
/// service tier, the batch.
/// </summary>
internal static class UsagePricing
{
    /// <summary>The service tier that changes nothing.</summary>
    public const string Standard = "standard";

    /// <summary>The exact sum in the price's currency.</summary>
    public static ExactAmount Sum(PriceVersion price, Usage usage) =>
        Items(price, usage).Aggregate(ExactAmount.Zero, (sum, item) => sum + item.Amount);

    /// <summary>What each quantity costs in the price's currency, by its name.</summary>
    public static IEnumerable<(string Name, ExactAmount Amount)> Items(PriceVersion price, Usage usage)
    {
        var (tokens, factor) = PricesFor(price, usage);
        foreach (var (name, quantity) in usage.Quantities())
        {
            var one = PerOne(price, tokens, name);
            yield return (name, one.IsOfToken
                ? one.Price.PerMillion() * ExactAmount.Of(quantity) * ExactAmount.Of(factor)
                : one.Price * ExactAmount.Of(quantity));
        }
    }

    /// <summary>The tier by the length of the prompt that applies; null if none does.</summary>
    public static LengthTier? TierOf(PriceVersion price, Usage usage) =>
        price.Tiers.FirstOrDefault(tier => tier.From <= usage.Prompt);

    private static (ExactAmount Price, bool IsOfToken) PerOne(PriceVersion price, TokenPrices tokens, string name)
    {
        var (key, found, isOfToken) = name switch
        {
            "input" => ("tokens.input", tokens.Input, true),
            "output" => ("tokens.output", tokens.Output, true),
            "cache_read" => ("tokens.cache_read", tokens.CacheRead, true),
            "cache_write_5m" => ("tokens.cache_write_5m", tokens.CacheWrite5m, true),
            "cache_write_1h" => ("tokens.cache_write_1h", tokens.CacheWrite1h, true),
            "reasoning" => ("tokens.reasoning", tokens.Reasoning ?? tokens.Output, true),
            "calls" => ("per.call", price.Units.Call, false),
            "messages" => ("per.message", price.Units.Message, false),
            "minutes" => ("per.minute", price.Units.Minute, false),
            "hours" => ("per.hour", price.Units.Hour, false),
            _ => ("per.gb", price.Units.Gb, false),
        };
        return (ExactAmount.Of(found ?? throw NoPrice(price, key)), isOfToken);
    }

    private static (TokenPrices Tokens, decimal Factor) PricesFor(PriceVersion price, Usage usage)
    {
        var tokens = price.Tokens;
        var factor = 1m;
        if (TierOf(price, usage) is { } length)
            tokens = tokens.Under(length.Tokens);
        if (usage.ServiceTier is { } named && named != Standard)
        {
            if (!price.ServiceTiers.TryGetValue(named, out var tier))
                throw NoPrice(price, $"service_tiers.{named}");
            tokens = tokens.Under(tier.Tokens);
            factor = tier.Factor;
        }

        if (!usage.Batch)
            return (tokens, factor);
        if (price.Batch is { } batch)
            return (tokens.Under(batch), factor);
        return price.BatchDiscount is { } discount
            ? (tokens, factor * (100 - discount) / 100)
            : throw NoPrice(price, "batch_discount");
    }

    private static Core.Errors.FabricException NoPrice(PriceVersion price, string key) => PriceBook.UnknownPrice(
        $"The price of '{price.Model}' from {price.ValidFrom:yyyy-MM-dd} has no '{key}'.", $"Add '{key}' to it");
}
