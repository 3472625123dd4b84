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
    public static ExactAmount Sum(PriceVersion price, Usage usage)
    {
        var (tokens, factor) = PricesFor(price, usage);
        var sum = Tokens(price, usage, tokens) * ExactAmount.Of(factor);
        foreach (var (name, quantity, unit) in new[]
        {
            ("call", usage.Calls, price.Units.Call), ("message", usage.Messages, price.Units.Message),
            ("minute", usage.Minutes, price.Units.Minute), ("hour", usage.Hours, price.Units.Hour),
            ("gb", usage.Gb, price.Units.Gb),
        })
        {
            if (quantity == 0)
                continue;
            sum += ExactAmount.Of(unit ?? throw NoPrice(price, $"per.{name}")) * ExactAmount.Of(quantity);
        }

        return sum;
    }

    private static ExactAmount Tokens(PriceVersion price, Usage usage, TokenPrices tokens)
    {
        var sum = ExactAmount.Zero;
        foreach (var (name, count, perMillion) in new[]
        {
            ("input", usage.Input, tokens.Input), ("output", usage.Output, tokens.Output),
            ("cache_read", usage.CacheRead, tokens.CacheRead),
            ("cache_write_5m", usage.CacheWrite5m, tokens.CacheWrite5m),
            ("cache_write_1h", usage.CacheWrite1h, tokens.CacheWrite1h),
            ("reasoning", usage.Reasoning, tokens.Reasoning ?? tokens.Output),
        })
        {
            if (count == 0)
                continue;
            var one = ExactAmount.Of(perMillion ?? throw NoPrice(price, $"tokens.{name}")).PerMillion();
            sum += one * ExactAmount.Of(count);
        }

        return sum;
    }

    private static (TokenPrices Tokens, decimal Factor) PricesFor(PriceVersion price, Usage usage)
    {
        var tokens = price.Tokens;
        var factor = 1m;
        if (price.Tiers.FirstOrDefault(tier => tier.From <= usage.Prompt) is { } length)
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
