namespace InfraFabric.Cli.Answers;

/// <summary>What <c>witness verify</c> found.</summary>
internal sealed record VerifyAnswer
{
    /// <summary>What was verified.</summary>
    public required string Target { get; init; }

    /// <summary><c>proof</c>, <c>checkpoint</c> or <c>log</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether all of it held.</summary>
    public required bool Holds { get; init; }

    public string? Origin { get; init; }

    public long? Size { get; init; }

    public string? Root { get; init; }

    /// <summary>The verifier key whose signature holds.</summary>
    public string? Key { get; init; }

    /// <summary>From whom that key is known: <c>given</c>, <c>home</c>, <c>handover</c>, or <c>itself</c>.</summary>
    public string? KeyFrom { get; init; }

    /// <summary>The cosignatures that hold, of those whose keys were given.</summary>
    public IReadOnlyList<CosignatureAnswer> Cosignatures { get; init; } = [];

    /// <summary>How many entries were checked.</summary>
    public required long Entries { get; init; }

    /// <summary>How many are known by their hashes only.</summary>
    public long HashesOnly { get; init; }

    public int Actors { get; init; }

    /// <summary>The place of the entry that is proven.</summary>
    public long? Index { get; init; }

    /// <summary>The entry that is proven.</summary>
    public string? Entry { get; init; }

    /// <summary>The first entry where something is wrong.</summary>
    public long? FirstBadIndex { get; init; }

    /// <summary>What is wrong.</summary>
    public string? Reason { get; init; }

    /// <summary>The folder where both notes of a fork are kept.</summary>
    public string? Evidence { get; init; }
}
