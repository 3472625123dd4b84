namespace InfraFabric.Optimise.Prices;

/// <summary>What was bought with one spending, as whoever has bought it counts it.</summary>
public sealed record Usage
{
    public required string Model { get; init; }

    /// <summary>Who sells it, where the model's name does not say so.</summary>
    public string? Provider { get; init; }

    public string? ServiceTier { get; init; }

    public bool Batch { get; init; }

    /// <summary>Tokens of the prompt that were neither read from a cache nor written to one.</summary>
    public long Input { get; init; }

    /// <summary>Tokens of the answer, without those of reasoning.</summary>
    public long Output { get; init; }

    public long CacheRead { get; init; }

    public long CacheWrite5m { get; init; }

    public long CacheWrite1h { get; init; }

    public long Reasoning { get; init; }

    public long Calls { get; init; }

    public long Messages { get; init; }

    public decimal Minutes { get; init; }

    public decimal Hours { get; init; }

    public decimal Gb { get; init; }

    /// <summary>All tokens of the prompt: their number decides about tiers.</summary>
    public long Prompt => Input + CacheRead + CacheWrite5m + CacheWrite1h;

    /// <summary>What is not nothing, by the names under which the ledger knows it.</summary>
    public IEnumerable<(string Name, decimal Quantity)> Quantities() =>
        new (string Name, decimal Quantity)[]
        {
            ("input", Input), ("output", Output), ("cache_read", CacheRead), ("cache_write_5m", CacheWrite5m),
            ("cache_write_1h", CacheWrite1h), ("reasoning", Reasoning), ("calls", Calls), ("messages", Messages),
            ("minutes", Minutes), ("hours", Hours), ("gb", Gb),
        }.Where(quantity => quantity.Quantity != 0);
}
