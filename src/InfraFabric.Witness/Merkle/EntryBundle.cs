using System.Buffers.Binary;

namespace InfraFabric.Witness.Merkle;

/// <summary>
/// The bytes of a bundle of entries, as C2SP's tlog-tiles has them: each after its length in two bytes.
/// </summary>
public static class EntryBundle
{
    private const int LengthSize = sizeof(ushort);

    public static byte[] Write(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        var bundle = new byte[entries.Sum(entry => LengthSize + entry.Length)];
        var rest = bundle.AsSpan();
        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest, checked((ushort)entry.Length));
            entry.Span.CopyTo(rest[LengthSize..]);
            rest = rest[(LengthSize + entry.Length)..];
        }

        return bundle;
    }

    /// <summary>The entries of a bundle, which must be as many as its name says.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> bundle, TileId tile)
    {
        var entries = new List<ReadOnlyMemory<byte>>(tile.Width);
        while (entries.Count < tile.Width)
        {
            if (bundle.Length < LengthSize
                || BinaryPrimitives.ReadUInt16BigEndian(bundle.Span) is var length
                && bundle.Length < LengthSize + length)
            {
                throw LedgerErrors.Damaged($"{tile} ends within entry {entries.Count} of {tile.Width}.");
            }

            entries.Add(bundle.Slice(LengthSize, length));
            bundle = bundle[(LengthSize + length)..];
        }

        return bundle.IsEmpty
            ? entries
            : throw LedgerErrors.Damaged($"{tile} has {bundle.Length} bytes after its {tile.Width} entries.");
    }
}
