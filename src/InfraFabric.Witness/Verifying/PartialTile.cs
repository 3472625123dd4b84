using System.Buffers.Binary;
using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Merkle;

namespace InfraFabric.Witness.Verifying;

/// <summary>The beginning of a full tile or bundle, which is the partial one of a smaller tree.</summary>
internal static class PartialTile
{
    /// <summary>As much of a full one as a partial one has; all of it where it has less.</summary>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> full, TileId tile)
    {
        if (tile.Level != TileId.Entries)
            return full[..Math.Min(full.Length, tile.Width * Sha256Hash.Size)];
        var end = 0;
        for (var i = 0; i < tile.Width && end + sizeof(ushort) <= full.Length; i++)
            end += sizeof(ushort) + BinaryPrimitives.ReadUInt16BigEndian(full.Span[end..]);
        return full[..Math.Min(full.Length, end)];
    }
}
