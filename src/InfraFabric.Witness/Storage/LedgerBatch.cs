using InfraFabric.Witness.Merkle;

namespace InfraFabric.Witness.Storage;

/// <summary>What is added to a ledger at once.</summary>
public sealed record LedgerBatch
{
    /// <summary>The place of its first entry: the size of the ledger before.</summary>
    public required long First { get; init; }

    /// <summary>The bytes of its entries.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Entries { get; init; }

    /// <summary>The tiles that it fills.</summary>
    public required IReadOnlyList<FullTile> Tiles { get; init; }

    /// <summary>The texts behind the commitments of its entries.</summary>
    public required IReadOnlyList<PersonalText> Personal { get; init; }

    /// <summary>The handovers to other keys that it ends with, or brings along.</summary>
    public IReadOnlyList<LedgerHandover> Handovers { get; init; } = [];

    /// <summary>The head after it.</summary>
    public required LedgerHead Head { get; init; }
}
