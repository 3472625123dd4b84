using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace InfraFabric.Witness.Merkle;

/// <summary>
/// Names a tile of the tree: up to 256 neighbouring hashes of one level, where each level stands eight steps above the
/// one below. Its path is the one of C2SP's tlog-tiles, such as <c>tile/0/x001/234.p/7</c>.
/// </summary>
/// <param name="Level">0 for the leaves; -1 names the bundle of the entries themselves.</param>
/// <param name="Index">Its place among the tiles of its level.</param>
/// <param name="Width">How many hashes it has: 256, or fewer at the right edge of a tree.</param>
public readonly record struct TileId(int Level, long Index, int Width)
{
    /// <summary>Levels of the tree that one tile spans.</summary>
    public const int Height = 8;

    /// <summary>Hashes of a full tile.</summary>
    public const int FullWidth = 1 << Height;

    /// <summary>The level of the bundles of entries.</summary>
    public const int Entries = -1;

    // With 8 levels of 8 steps, more than a signed 64-bit number of leaves.
    private const int MaxLevel = 7;

    public bool IsFull => Width == FullWidth;

    /// <summary>The tile of a level, at its place in a tree of this size.</summary>
    public static TileId At(int level, long index, long treeSize)
    {
        var hashes = treeSize >> (Height * Math.Max(level, 0));
        return new TileId(level, index, (int)Math.Clamp(hashes - (index << Height), 0, FullWidth));
    }

    /// <summary>The path under which it is served.</summary>
    public override string ToString()
    {
        var path = new StringBuilder("tile/")
            .Append(Level == Entries ? "entries" : Level.ToString(CultureInfo.InvariantCulture));
        var groups = new Stack<long>();
        var rest = Index;
        do
        {
            groups.Push(rest % 1000);
            rest /= 1000;
        }
        while (rest > 0);
        while (groups.TryPop(out var group))
            path.Append(groups.Count > 0 ? "/x" : "/").Append(group.ToString("D3", CultureInfo.InvariantCulture));
        if (!IsFull)
            path.Append(".p/").Append(Width.ToString(CultureInfo.InvariantCulture));
        return path.ToString();
    }

    /// <summary>Reads a path, in the one form in which it is written.</summary>
    public static bool TryParse([NotNullWhen(true)] string? path, out TileId tile)
    {
        tile = default;
        var parts = path is { Length: <= 64 } ? path.Split('/') : [];
        if (parts.Length < 3 || parts[0] != "tile")
            return false;
        var level = Entries;
        if (parts[1] != "entries" && (!int.TryParse(parts[1], NumberStyles.None, null, out level) || level > MaxLevel))
            return false;
        var width = FullWidth;
        var names = parts.AsSpan(2);
        if (names is [.., var last, var count] && last.EndsWith(".p", StringComparison.Ordinal))
        {
            if (!int.TryParse(count, NumberStyles.None, null, out width) || width is 0 or >= FullWidth)
                return false;
            names[^2] = last[..^2];
            names = names[..^1];
        }

        long index = 0;
        foreach (var name in names)
        {
            if (index > long.MaxValue / 1000
                || !int.TryParse(name.AsSpan(name.StartsWith('x') ? 1 : 0), NumberStyles.None, null, out var group))
            {
                return false;
            }

            index = (index * 1000) + group;
        }

        tile = new TileId(level, index, width);
        // Leading zeros, a missing x and the like are other names for the same tile, and are refused.
        return tile.ToString() == path;
    }
}
