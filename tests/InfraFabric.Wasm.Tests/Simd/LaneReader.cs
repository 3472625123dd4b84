using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace InfraFabric.Wasm.Tests.Simd;

/// <summary>A vector as plain lanes, one at a time: what references compute with.</summary>
internal static class LaneReader
{
    public static Int128[] Signed(Vector128<byte> vector, int bits) =>
        Map(vector, bits, lane => bits switch
        {
            8 => (sbyte)lane[0],
            16 => BinaryPrimitives.ReadInt16LittleEndian(lane),
            32 => BinaryPrimitives.ReadInt32LittleEndian(lane),
            _ => BinaryPrimitives.ReadInt64LittleEndian(lane),
        });

    public static Int128[] Unsigned(Vector128<byte> vector, int bits) =>
        [.. Signed(vector, bits).Select(lane => lane & ((Int128.One << bits) - 1))];

    public static float[] Floats(Vector128<byte> vector) =>
        [.. Signed(vector, 32).Select(lane => BitConverter.Int32BitsToSingle((int)lane))];

    public static double[] Doubles(Vector128<byte> vector) =>
        [.. Signed(vector, 64).Select(lane => BitConverter.Int64BitsToDouble((long)lane))];

    /// <summary>Lanes as a vector: what does not fit is cut off, and what is not given is zero.</summary>
    public static Vector128<byte> ToVector(IEnumerable<Int128> lanes, int bits)
    {
        var bytes = new byte[16];
        foreach (var (index, lane) in lanes.Index())
        {
            for (var part = 0; part < bits / 8; part++)
                bytes[(index * bits / 8) + part] = (byte)((lane >> (part * 8)) & 0xFF);
        }

        return Vector128.Create(bytes);
    }

    public static Vector128<byte> ToVector(IEnumerable<float> lanes) =>
        ToVector(lanes.Select(lane => (Int128)BitConverter.SingleToInt32Bits(lane)), 32);

    public static Vector128<byte> ToVector(IEnumerable<double> lanes) =>
        ToVector(lanes.Select(lane => (Int128)BitConverter.DoubleToInt64Bits(lane)), 64);

    private static Int128[] Map(Vector128<byte> vector, int bits, Func<byte[], Int128> read)
    {
        var bytes = new byte[16];
        vector.CopyTo(bytes);
        return [.. bytes.Chunk(bits / 8).Select(read)];
    }
}
