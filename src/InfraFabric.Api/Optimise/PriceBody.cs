namespace InfraFabric.Api.Optimise;

/// <summary>What a model costs from a day on. Prices of tokens are of a million.</summary>
public sealed record PriceBody
{
    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>The day of UTC from which it holds, until the next one.</summary>
    public required string ValidFrom { get; init; }

    /// <summary>Whether it holds now.</summary>
    public required bool InForce { get; init; }

    /// <summary>The currency of its prices.</summary>
    public required string Currency { get; init; }

    /// <summary>Prices of tokens by what is done with them.</summary>
    public required IReadOnlyDictionary<string, decimal> Tokens { get; init; }

    /// <summary>Prices of a call, message, minute, hour and gigabyte.</summary>
    public required IReadOnlyDictionary<string, decimal> Per { get; init; }

    /// <summary>Names of models that stand for this one.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>Prices of calls with longer prompts, by the fewest tokens that they have.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, decimal>>? Tiers { get; init; }

    /// <summary>Prices under other service tiers, and the factor of each.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, decimal>>? ServiceTiers { get; init; }

    /// <summary>Prices in a batch.</summary>
    public IReadOnlyDictionary<string, decimal>? Batch { get; init; }

    /// <summary>By how many percent a batch is cheaper.</summary>
    public decimal? BatchDiscount { get; init; }

    /// <summary>Whether somebody has still to look whether it is right.</summary>
    public required bool Confirm { get; init; }

    /// <summary>When it was looked up.</summary>
    public string? AsOf { get; init; }

    /// <summary>Where it was looked up.</summary>
    public string? Source { get; init; }

    /// <summary><c>shipped</c> with the program, or the user's <c>own</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>The hash of the price.</summary>
    public required string Hash { get; init; }
}
