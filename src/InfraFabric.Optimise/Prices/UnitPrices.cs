namespace InfraFabric.Optimise.Prices;

/// <summary>What is not counted in tokens; null where nothing is said.</summary>
public sealed record UnitPrices
{
    public decimal? Call { get; init; }

    public decimal? Message { get; init; }

    public decimal? Minute { get; init; }

    public decimal? Hour { get; init; }

    /// <summary>A gigabyte: a thousand million bytes.</summary>
    public decimal? Gb { get; init; }

    /// <summary>Those that are given, by the names that they have in files.</summary>
    public IReadOnlyDictionary<string, decimal> ByName() => PriceNames.Of(
        ("call", Call), ("message", Message), ("minute", Minute), ("hour", Hour), ("gb", Gb));
}
