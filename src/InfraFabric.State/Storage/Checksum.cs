using System.Numerics;
using System.Runtime.InteropServices;

namespace InfraFabric.State.Storage;

/// <summary>
/// CRC-32C (Castagnoli) over bytes and the place where they belong, so that a moved row is seen as well.
/// </summary>
internal static class Checksum
{
    public const int Size = sizeof(uint);

    public static uint Of(long place, ReadOnlySpan<byte> bytes)
    {
        var crc = BitOperations.Crc32C(uint.MaxValue, (ulong)place);
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
            crc = BitOperations.Crc32C(crc, word);
        foreach (var last in bytes[(words.Length * sizeof(ulong))..])
            crc = BitOperations.Crc32C(crc, last);
        return ~crc;
    }
}
