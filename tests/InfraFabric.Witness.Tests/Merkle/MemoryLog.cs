using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Merkle;

namespace InfraFabric.Witness.Tests.Merkle;

/// <summary>The tiles of a log in memory.</summary>
internal sealed class MemoryLog : ITileSource
{
    private readonly Dictionary<(int Level, long Index), byte[]> _full = [];

    public GrowingTree Tree { get; } = new();

    public List<Sha256Hash> Leaves { get; } = [];

    /// <summary>Whether tiles are given out with a byte missing.</summary>
    public bool Cut { get; set; }

    /// <summary>A log of so many entries, each of which is its number.</summary>
    public static MemoryLog Of(int size)
    {
        var log = new MemoryLog();
        for (var i = 0; i < size; i++)
            log.Add(BitConverter.GetBytes(i));
        return log;
    }

    public void Add(byte[] entry)
    {
        Leaves.Add(TreeHash.OfLeaf(entry));
        Tree.Add(Leaves[^1], Keep);
    }

    /// <summary>The log as it was at a smaller size.</summary>
    public MemoryLog At(int size)
    {
        var log = new MemoryLog();
        foreach (var leaf in Leaves.Take(size))
            log.Tree.Add(leaf, log.Keep);
        return log;
    }

    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(TileId tile, CancellationToken cancellationToken = default)
    {
        var bytes = _full.TryGetValue((tile.Level, tile.Index), out var full)
            ? full
            : TileHashes.Write(Tree.PartialTiles().Single(part => part.Tile == tile).Hashes);
        return ValueTask.FromResult<ReadOnlyMemory<byte>>(Cut ? bytes.AsMemory(1) : bytes);
    }

    private void Keep(FullTile full) =>
        _full[(full.Tile.Level, full.Tile.Index)] = TileHashes.Write(full.Hashes);
}
