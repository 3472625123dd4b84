using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness.Proofs;

/// <summary>
/// All that a stranger needs to check that an entry is in a ledger: the entry, the hashes that lead from it to the
/// root, and the root signed. Nothing of it is to be believed before it was checked.
/// </summary>
public sealed record EntryProof
{
    /// <summary>The place of the entry, counted from 0.</summary>
    public required long Index { get; init; }

    /// <summary>Its bytes.</summary>
    public required ReadOnlyMemory<byte> Entry { get; init; }

    /// <summary>The hashes beside the way from the entry to the root, the nearest to the entry first.</summary>
    public required IReadOnlyList<Sha256Hash> Path { get; init; }

    /// <summary>The signed checkpoint of a tree that has the entry.</summary>
    public required SignedNote Note { get; init; }

    /// <summary>The key that is said to have signed it. Whether it is the ledger's must be known otherwise.</summary>
    public required NoteKey Key { get; init; }
}
