using System.Numerics;

namespace InfraFabric.Witness.Merkle;

/// <summary>Which ranges of leaves make up a tree and its proofs, by RFC 9162, section 2.1.</summary>
public static class TreeRanges
{
    /// <summary>
    /// The widths of the perfect subtrees that a range of leaves consists of, from the left. The range must begin where
    /// a subtree at least as large as itself begins.
    /// </summary>
    public static IEnumerable<long> PerfectParts(long begin, long end)
    {
        while (begin < end)
        {
            var width = LargestPowerWithin(end - begin);
            yield return width;
            begin += width;
        }
    }

    /// <summary>The ranges whose hashes prove that a leaf is in a tree, the nearest to the leaf first.</summary>
    public static IReadOnlyList<(long Begin, long End)> Inclusion(long leaf, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leaf);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(leaf, size);
        var ranges = new List<(long, long)>();
        var (begin, end) = (0L, size);
        while (end - begin > 1)
        {
            var middle = begin + Split(end - begin);
            if (leaf < middle)
            {
                ranges.Add((middle, end));
                end = middle;
            }
            else
            {
                ranges.Add((begin, middle));
                begin = middle;
            }
        }

        ranges.Reverse();
        return ranges;
    }

    /// <summary>The ranges whose hashes prove that one tree is the beginning of another.</summary>
    public static IReadOnlyList<(long Begin, long End)> Consistency(long earlier, long size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(earlier, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(earlier, size);
        var ranges = new List<(long, long)>();
        var (begin, end) = (0L, size);
        // As long as the earlier tree's edge is not the edge of the range, one half of it is known from the other.
        while (end != earlier)
        {
            var middle = begin + Split(end - begin);
            if (earlier <= middle)
            {
                ranges.Add((middle, end));
                end = middle;
            }
            else
            {
                ranges.Add((begin, middle));
                begin = middle;
            }
        }

        if (begin > 0)
            ranges.Add((begin, end));
        ranges.Reverse();
        return ranges;
    }

    /// <summary>The largest power of two below a number of at least two.</summary>
    public static long Split(long leaves) => LargestPowerWithin(leaves - 1);

    private static long LargestPowerWithin(long number) => 1L << BitOperations.Log2((ulong)number);
}
