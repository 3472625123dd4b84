using InfraFabric.Core.Crypto;

namespace InfraFabric.Witness.Merkle;

/// <summary>
/// The right edge of a tree that grows: the roots of the perfect subtrees that it consists of, and the tiles that are
/// not full yet. Adding a leaf takes two hashes on average, and the root one for each level.
/// </summary>
public sealed class GrowingTree
{
    // The roots of the perfect subtrees, the largest first: one for each bit of the size that is set.
    private readonly List<Sha256Hash> _roots = [];
    private readonly List<List<Sha256Hash>> _partial = [];

    /// <summary>How many leaves it has.</summary>
    public long Size { get; private set; }

    /// <summary>Takes up a tree where it was left, from its tiles.</summary>
    public static async ValueTask<GrowingTree> LoadAsync(
        ITileSource tiles, long size, CancellationToken cancellationToken = default)
    {
        var tree = new GrowingTree { Size = size };
        for (var level = 0; size >> (TileId.Height * level) > 0; level++)
        {
            var index = size >> (TileId.Height * level) >> TileId.Height;
            var tile = TileId.At(level, index, size);
            tree._partial.Add([]);
            if (tile.Width > 0)
                tree._partial[level].AddRange(TileHashes.Read(await tiles.ReadAsync(tile, cancellationToken), tile));
        }

        var reader = new TreeReader(tiles, size);
        long begin = 0;
        foreach (var width in TreeRanges.PerfectParts(0, size))
        {
            tree._roots.Add(await reader.HashOfAsync(begin, begin + width, cancellationToken));
            begin += width;
        }

        return tree;
    }

    /// <summary>Adds a leaf; whoever keeps the tiles is given each that becomes full.</summary>
    public void Add(Sha256Hash leaf, Action<FullTile> full)
    {
        Size++;
        var hash = leaf;
        Keep(0, hash);
        for (var level = 1; Size >> level << level == Size && _roots.Count > 0; level++)
        {
            hash = TreeHash.OfNode(_roots[^1], hash);
            _roots.RemoveAt(_roots.Count - 1);
            if (level % TileId.Height != 0)
                continue;
            full(Take(level / TileId.Height - 1, hash));
            Keep(level / TileId.Height, hash);
        }

        _roots.Add(hash);
    }

    /// <summary>The hash that stands for all leaves and their order.</summary>
    public Sha256Hash Root()
    {
        if (_roots.Count == 0)
            return TreeHash.Empty;
        var root = _roots[^1];
        for (var i = _roots.Count - 2; i >= 0; i--)
            root = TreeHash.OfNode(_roots[i], root);
        return root;
    }

    /// <summary>The tiles at the right edge that are not full, the leaves' first.</summary>
    public IEnumerable<(TileId Tile, IReadOnlyList<Sha256Hash> Hashes)> PartialTiles()
    {
        for (var level = 0; level < _partial.Count; level++)
        {
            if (_partial[level].Count > 0)
                yield return (TileId.At(level, Size >> (TileId.Height * (level + 1)), Size), _partial[level]);
        }
    }

    private void Keep(int level, Sha256Hash hash)
    {
        if (level == _partial.Count)
            _partial.Add([]);
        _partial[level].Add(hash);
    }

    private FullTile Take(int level, Sha256Hash root)
    {
        var hashes = _partial[level];
        _partial[level] = [];
        return new FullTile(TileId.At(level, (Size >> (TileId.Height * (level + 1))) - 1, Size), hashes, root);
    }
}
