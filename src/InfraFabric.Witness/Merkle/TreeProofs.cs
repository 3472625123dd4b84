using InfraFabric.Core.Crypto;

namespace InfraFabric.Witness.Merkle;

/// <summary>Checks proofs against roots, without the tree.</summary>
public static class TreeProofs
{
    /// <summary>Whether a leaf stands at this place of the tree with this root.</summary>
    public static bool IsIncluded(
        Sha256Hash leaf, long index, long size, IReadOnlyList<Sha256Hash> proof, Sha256Hash root)
    {
        if (index < 0 || index >= size || TreeRanges.Inclusion(index, size) is not { } ranges
            || ranges.Count != proof.Count)
        {
            return false;
        }

        var hash = leaf;
        for (var i = 0; i < proof.Count; i++)
        {
            hash = ranges[i].End <= index
                ? TreeHash.OfNode(proof[i], hash)
                : TreeHash.OfNode(hash, proof[i]);
        }

        return hash == root;
    }

    /// <summary>Whether the tree with the first root is the beginning of the one with the second.</summary>
    public static bool IsConsistent(
        long earlier, Sha256Hash earlierRoot, long size, Sha256Hash root, IReadOnlyList<Sha256Hash> proof)
    {
        if (earlier < 0 || earlier > size)
            return false;
        if (earlier == 0)
            return proof.Count == 0 && earlierRoot == TreeHash.Empty;
        var ranges = TreeRanges.Consistency(earlier, size);
        if (ranges.Count != proof.Count)
            return false;

        // The proof begins with the subtree at the edge of the earlier tree; that may be the whole earlier tree, which
        // is known then.
        var next = ranges.Count > 0 && ranges[0].End == earlier ? 1 : 0;
        var (before, after) = next == 1 ? (proof[0], proof[0]) : (earlierRoot, earlierRoot);
        for (; next < proof.Count; next++)
        {
            if (ranges[next].Begin >= earlier)
            {
                after = TreeHash.OfNode(after, proof[next]);
                continue;
            }

            before = TreeHash.OfNode(proof[next], before);
            after = TreeHash.OfNode(proof[next], after);
        }

        return before == earlierRoot && after == root;
    }
}
