using System.Numerics;
using InfraFabric.Core.Crypto;

namespace InfraFabric.Witness.Merkle;

/// <summary>Computes hashes and proofs of a tree of one size from its tiles, reading each tile once.</summary>
public sealed class TreeReader(ITileSource tiles, long size)
{
    private readonly Dictionary<TileId, Sha256Hash[]> _read = [];

    /// <summary>The size of the tree.</summary>
    public long Size => size;

    public ValueTask<Sha256Hash> RootAsync(CancellationToken cancellationToken = default) =>
        HashOfAsync(0, size, cancellationToken);

    /// <summary>The hashes that prove that a leaf is in the tree.</summary>
    public ValueTask<IReadOnlyList<Sha256Hash>> ProveInclusionAsync(
        long leaf, CancellationToken cancellationToken = default) =>
        HashesOfAsync(TreeRanges.Inclusion(leaf, size), cancellationToken);

    /// <summary>The hashes that prove that an earlier tree is the beginning of this one.</summary>
    public async ValueTask<IReadOnlyList<Sha256Hash>> ProveConsistencyAsync(
        long earlier, CancellationToken cancellationToken = default) =>
        earlier == 0 ? [] : await HashesOfAsync(TreeRanges.Consistency(earlier, size), cancellationToken);

    /// <summary>The hash of a range of leaves that is a subtree of the tree.</summary>
    public async ValueTask<Sha256Hash> HashOfAsync(
        long begin, long end, CancellationToken cancellationToken = default)
    {
        if (begin == end)
            return TreeHash.Empty;
        var parts = new List<Sha256Hash>();
        var at = begin;
        foreach (var width in TreeRanges.PerfectParts(begin, end))
        {
            parts.Add(await PerfectAsync(at, width, cancellationToken));
            at += width;
        }

        var hash = parts[^1];
        for (var i = parts.Count - 2; i >= 0; i--)
            hash = TreeHash.OfNode(parts[i], hash);
        return hash;
    }

    private async ValueTask<IReadOnlyList<Sha256Hash>> HashesOfAsync(
        IReadOnlyList<(long Begin, long End)> ranges, CancellationToken cancellationToken)
    {
        var hashes = new Sha256Hash[ranges.Count];
        for (var i = 0; i < hashes.Length; i++)
            hashes[i] = await HashOfAsync(ranges[i].Begin, ranges[i].End, cancellationToken);
        return hashes;
    }

    /// <summary>The root of a perfect subtree: a hash of a tile, or what some of its hashes come to.</summary>
    private async ValueTask<Sha256Hash> PerfectAsync(long begin, long width, CancellationToken cancellationToken)
    {
        var height = BitOperations.Log2((ulong)width);
        var level = height / TileId.Height;
        var first = begin >> (TileId.Height * level);
        var count = 1 << (height % TileId.Height);
        var tile = TileId.At(level, first >> TileId.Height, size);
        if (!_read.TryGetValue(tile, out var hashes))
            _read[tile] = hashes = TileHashes.Read(await tiles.ReadAsync(tile, cancellationToken), tile);
        var nodes = hashes.AsSpan((int)(first % TileId.FullWidth), count).ToArray();
        for (; count > 1; count /= 2)
        {
            for (var i = 0; i < count / 2; i++)
                nodes[i] = TreeHash.OfNode(nodes[2 * i], nodes[(2 * i) + 1]);
        }

        return nodes[0];
    }
}
