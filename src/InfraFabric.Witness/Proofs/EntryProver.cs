using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness.Proofs;

/// <summary>Makes proofs from the tiles and bundles of a log.</summary>
public static class EntryProver
{
    /// <summary>
    /// Proves that an entry is in the tree of a checkpoint. An error if it is not there, if its text is no longer kept,
    /// or if what was read does not make a proof.
    /// </summary>
    /// <param name="log">Where tiles and bundles are read.</param>
    /// <param name="note">The signed checkpoint.</param>
    /// <param name="key">The key that signed it.</param>
    /// <param name="index">The place of the entry.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask<EntryProof> ProveAsync(
        ITileSource log, SignedNote note, NoteKey key, long index, CancellationToken cancellationToken = default)
    {
        if (!Checkpoint.TryParse(note.Text, out var checkpoint))
            throw LedgerErrors.Damaged("Its checkpoint is none.");
        if (index < 0 || index >= checkpoint.Size)
            throw LedgerErrors.NoSuchEntry(index, checkpoint.Size);
        var tile = TileId.At(TileId.Entries, index / TileId.FullWidth, checkpoint.Size);
        var entries = EntryBundle.Read(await log.ReadAsync(tile, cancellationToken), tile);
        var proof = new EntryProof
        {
            Index = index,
            Entry = entries[(int)(index % TileId.FullWidth)],
            Path = await new TreeReader(log, checkpoint.Size).ProveInclusionAsync(index, cancellationToken),
            Note = note,
            Key = key,
        };
        var leaf = TreeHash.OfLeaf(proof.Entry.Span);
        return TreeProofs.IsIncluded(leaf, index, checkpoint.Size, proof.Path, checkpoint.Root)
            ? proof
            : throw LedgerErrors.Damaged($"Its tiles do not lead from entry {index} to the root that was signed.");
    }
}
