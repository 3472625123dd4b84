using System.Runtime.Intrinsics;

namespace InfraFabric.Wasm.Tests.Simd;

/// <summary>Vectors whose lanes are mostly values at the edge of something. The same ones in every run.</summary>
internal static class VectorSamples
{
    private const int Count = 1_500;

    private static readonly float[] EdgeFloats =
    [
        0f, -0f, 1f, -1f, 0.5f, -0.5f, 1.5f, 2.5f, -2.5f, 0.49999997f, -0.99999994f, float.Epsilon, -float.Epsilon,
        float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, 8388607.5f, 8388609f,
        2147483648f, 2147483520f, -2147483648f, -2147483904f, 4294967296f, 4294967040f, 9.2233720e18f, 1.8446744e19f,
        Bits(0x7FC00000), Bits(0xFFC00000), Bits(0x7FC12345), Bits(0x7F800001), Bits(0xFFBFFFFF),
    ];

    private static readonly double[] EdgeDoubles =
    [
        0d, -0d, 1d, -1d, 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, double.Epsilon, -double.Epsilon,
        double.MaxValue, double.MinValue, double.PositiveInfinity, double.NegativeInfinity, 4503599627370495.5,
        2147483647d, 2147483647.9, 2147483648d, -2147483648.9, -2147483649d, 4294967295d, 4294967295.9, 4294967296d,
        -0.9, 3.4028235677973366e38, 3.4028235677973362e38, 1.401298464324817e-45, 7.0e-46, 16777217d,
        Bits(0x7FF8000000000000), Bits(0xFFF8000000000000), Bits(0x7FF8000012345678), Bits(0x7FF0000000000001),
    ];

    public static IReadOnlyList<Vector128<byte>> All { get; } = Create();

    /// <summary>Each vector with one other and a third.</summary>
    public static IEnumerable<(Vector128<byte> A, Vector128<byte> B, Vector128<byte> C)> Triples() =>
        All.Select((a, index) => (a, All[(index + 1) % Count], All[(index + 7) % Count]));

    private static Vector128<byte>[] Create()
    {
        var random = new Random(20_261_121);
        return [.. Enumerable.Range(0, Count).Select(index => Create(random, index % 7))];
    }

    private static Vector128<byte> Create(Random random, int kind) => kind switch
    {
        0 => LaneReader.ToVector(Lanes(16, () => Edge(random, 8)), 8),
        1 => LaneReader.ToVector(Lanes(8, () => Edge(random, 16)), 16),
        2 => LaneReader.ToVector(Lanes(4, () => Edge(random, 32)), 32),
        3 => LaneReader.ToVector(Lanes(2, () => Edge(random, 64)), 64),
        4 => LaneReader.ToVector(Lanes(4, () => random.GetItems(EdgeFloats, 1)[0])),
        5 => LaneReader.ToVector(Lanes(2, () => random.GetItems(EdgeDoubles, 1)[0])),
        _ => LaneReader.ToVector(Lanes(2, () => (Int128)random.NextInt64(long.MinValue, long.MaxValue)), 64),
    };

    private static Int128 Edge(Random random, int bits) => random.Next(8) switch
    {
        0 => 0,
        1 => -1,
        2 => Int128.One << (bits - 1),
        3 => (Int128.One << (bits - 1)) - 1,
        4 => random.Next(-40, 40),
        _ => random.NextInt64(long.MinValue, long.MaxValue),
    };

    private static List<T> Lanes<T>(int count, Func<T> lane) => [.. Enumerable.Range(0, count).Select(_ => lane())];

    private static float Bits(uint bits) => BitConverter.UInt32BitsToSingle(bits);

    private static double Bits(ulong bits) => BitConverter.UInt64BitsToDouble(bits);
}
