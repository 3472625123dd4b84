using System.Numerics;
using InfraFabric.Wasm.Runtime;

namespace InfraFabric.Wasm.Tests.Runtime;

public sealed class NumericFloatTests
{
    [Theory]
    [InlineData(1f, 2f, 1f, 2f)]
    [InlineData(2f, -2f, -2f, 2f)]
    [InlineData(-1f, float.NegativeInfinity, float.NegativeInfinity, -1f)]
    [InlineData(float.NaN, 1f, float.NaN, float.NaN)]
    [InlineData(float.PositiveInfinity, float.NaN, float.NaN, float.NaN)]
    public void MinMax_Numbers_AreOrderedAndNaNsSpread(float a, float b, float least, float most)
    {
        Numeric.F32Min(a, b).ShouldBe(least);
        Numeric.F32Max(a, b).ShouldBe(most);
        Numeric.F64Min(a, b).ShouldBe(least);
        Numeric.F64Max(a, b).ShouldBe(most);
    }

    [Fact]
    public void MinMax_Zeros_AreOrderedBySign()
    {
        foreach (var (a, b) in new[] { (0f, -0f), (-0f, 0f) })
        {
            float.IsNegative(Numeric.F32Min(a, b)).ShouldBeTrue();
            float.IsNegative(Numeric.F32Max(a, b)).ShouldBeFalse();
            double.IsNegative(Numeric.F64Min(a, b)).ShouldBeTrue();
            double.IsNegative(Numeric.F64Max(a, b)).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData(0.5f, 0f, 1f, 0f, 0f)]
    [InlineData(-0.5f, -0f, -0f, -1f, -0f)]
    [InlineData(1.5f, 2f, 2f, 1f, 1f)]
    [InlineData(2.5f, 2f, 3f, 2f, 2f)]
    [InlineData(-3.5f, -4f, -3f, -4f, -3f)]
    [InlineData(-0f, -0f, -0f, -0f, -0f)]
    [InlineData(8388607.5f, 8388608f, 8388608f, 8388607f, 8388607f)]
    [InlineData(16777217f, 16777217f, 16777217f, 16777217f, 16777217f)]
    [InlineData(float.MinValue, float.MinValue, float.MinValue, float.MinValue, float.MinValue)]
    public void Rounding_TiesAndZeros_KeepTheSignAndTakeTheEven(
        float value, float nearest, float ceil, float floor, float trunc)
    {
        Bits(Numeric.F32Nearest(value)).ShouldBe(Bits(nearest));
        Bits(Numeric.F32Ceil(value)).ShouldBe(Bits(ceil));
        Bits(Numeric.F32Floor(value)).ShouldBe(Bits(floor));
        Bits(Numeric.F32Trunc(value)).ShouldBe(Bits(trunc));
        Bits((float)Numeric.F64Nearest(value)).ShouldBe(Bits(nearest));
        Bits((float)Numeric.F64Ceil(value)).ShouldBe(Bits(ceil));
        Bits((float)Numeric.F64Floor(value)).ShouldBe(Bits(floor));
        Bits((float)Numeric.F64Trunc(value)).ShouldBe(Bits(trunc));
    }

    [Fact]
    public void Sqrt_Edges_AreThoseOfTheSpecification()
    {
        Bits(Numeric.F32Sqrt(-0f)).ShouldBe(Bits(-0f));
        Numeric.F32Sqrt(2f).ShouldBe(1.4142135f);
        Numeric.F64Sqrt(2).ShouldBe(1.4142135623730951);
        float.IsNaN(Numeric.F32Sqrt(-1f)).ShouldBeTrue();
        double.IsNaN(Numeric.F64Sqrt(-double.Epsilon)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(0x7F800001u, 0x80000000u, 0xFF800001u)]
    [InlineData(0xFFC12345u, 0x00000000u, 0x7FC12345u)]
    [InlineData(0x3F800000u, 0xFFC00000u, 0xBF800000u)]
    [InlineData(0x80000000u, 0x7F800000u, 0x00000000u)]
    public void Copysign_AnyBits_ChangesOnlyTheSign(uint magnitude, uint sign, uint expected)
    {
        Bits(Numeric.F32Copysign(Float(magnitude), Float(sign))).ShouldBe(expected);
        BitConverter.DoubleToUInt64Bits(Numeric.F64Copysign(Double(magnitude), Double(sign)))
            .ShouldBe((ulong)expected << 32);
    }

    [Theory]
    [InlineData(0xFF812345u, 0x7F812345u)]
    [InlineData(0xFFF12345u, 0x7FF12345u)]
    public void Abs_OfANaN_KeepsItsPayload(uint value, uint expected)
    {
        Bits(Numeric.F32Abs(Float(value))).ShouldBe(expected);
        BitConverter.DoubleToUInt64Bits(Numeric.F64Abs(Double(value))).ShouldBe((ulong)expected << 32);
    }

    [Fact]
    public void Const_SignallingNaN_KeepsItsBits() => Bits(Numeric.F32Const(0x7FA00001)).ShouldBe(0x7FA00001u);

    [Fact]
    public void ConvertI64U_AnyInteger_RoundsOnce()
    {
        var random = new Random(7);
        long[] edges =
        [
            0, 1, -1, long.MinValue, long.MaxValue, 0x7FFFFFBFFFFFFFFF, 0x7FFFFFC000000000, 0x7FFFFFC000000001,
            unchecked((long)0x8000_0080_0000_0000), unchecked((long)0x8000_0080_0000_0001),
            unchecked((long)0x8000_0000_0000_0400), unchecked((long)0x8000_0000_0000_0401), 0x0020_0000_2000_0001,
            .. Enumerable.Range(0, 5_000)
                .Select(_ => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(40)),
        ];
        foreach (var value in edges)
        {
            Numeric.F32ConvertI64U(value).ShouldBe((float)Rounded((ulong)value, 24));
            Numeric.F64ConvertI64U(value).ShouldBe(Rounded((ulong)value, 53));
        }
    }

    // To the nearest with that many bits, ties to even: then nothing is left for a conversion to round.
    private static double Rounded(ulong value, int bits)
    {
        var shift = Math.Max(0, 64 - bits - BitOperations.LeadingZeroCount(value));
        var (kept, lost) = ((UInt128)value >> shift, (UInt128)value & ((UInt128.One << shift) - 1));
        var half = UInt128.One << shift >> 1;
        if (shift > 0 && (lost > half || (lost == half && UInt128.IsOddInteger(kept))))
            kept++;
        return (long)kept * Math.Pow(2, shift);
    }

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);

    private static float Float(uint bits) => BitConverter.UInt32BitsToSingle(bits);

    private static double Double(uint highBits) => BitConverter.UInt64BitsToDouble((ulong)highBits << 32);
}
