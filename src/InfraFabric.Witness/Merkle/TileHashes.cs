using InfraFabric.Core.Crypto;

namespace InfraFabric.Witness.Merkle;

/// <summary>The bytes of a tile: its hashes, one after the other.</summary>
public static class TileHashes
{
    public static byte[] Write(IReadOnlyList<Sha256Hash> hashes)
    {
        var bytes = new byte[hashes.Count * Sha256Hash.Size];
        for (var i = 0; i < hashes.Count; i++)
            hashes[i].CopyTo(bytes.AsSpan(i * Sha256Hash.Size));
        return bytes;
    }

    /// <summary>Reads a tile, which must have as many hashes as its name says.</summary>
    public static Sha256Hash[] Read(ReadOnlyMemory<byte> bytes, TileId tile)
    {
        if (bytes.Length != tile.Width * Sha256Hash.Size)
            throw LedgerErrors.Damaged($"{tile} has {bytes.Length} bytes instead of {tile.Width * Sha256Hash.Size}.");
        var hashes = new Sha256Hash[tile.Width];
        for (var i = 0; i < hashes.Length; i++)
            hashes[i] = Sha256Hash.FromBytes(bytes.Span.Slice(i * Sha256Hash.Size, Sha256Hash.Size));
        return hashes;
    }
}
