namespace InfraFabric.Optimise.Prices;

/// <summary>What a million tokens cost, by what is done with them; null where nothing is said.</summary>
public sealed record TokenPrices
{
    public static TokenPrices None { get; } = new();

    /// <summary>Tokens of the prompt that are neither read from a cache nor written to one.</summary>
    public decimal? Input { get; init; }

    /// <summary>Tokens of the answer, without those of reasoning.</summary>
    public decimal? Output { get; init; }

    /// <summary>Tokens of the prompt that come from a cache.</summary>
    public decimal? CacheRead { get; init; }

    /// <summary>Tokens of the prompt that go into a cache for five minutes.</summary>
    public decimal? CacheWrite5m { get; init; }

    /// <summary>Tokens of the prompt that go into a cache for an hour.</summary>
    public decimal? CacheWrite1h { get; init; }

    /// <summary>Tokens of reasoning; what those of the answer cost, where nothing is said.</summary>
    public decimal? Reasoning { get; init; }

    /// <summary>These prices, and those of others where they say something.</summary>
    public TokenPrices Under(TokenPrices others) => new()
    {
        Input = others.Input ?? Input,
        Output = others.Output ?? Output,
        CacheRead = others.CacheRead ?? CacheRead,
        CacheWrite5m = others.CacheWrite5m ?? CacheWrite5m,
        CacheWrite1h = others.CacheWrite1h ?? CacheWrite1h,
        Reasoning = others.Reasoning ?? Reasoning,
    };

    /// <summary>Those that are given, by the names that they have in files.</summary>
    public IReadOnlyDictionary<string, decimal> ByName() => PriceNames.Of(
        ("input", Input), ("output", Output), ("cache_read", CacheRead), ("cache_write_5m", CacheWrite5m),
        ("cache_write_1h", CacheWrite1h), ("reasoning", Reasoning));
}
