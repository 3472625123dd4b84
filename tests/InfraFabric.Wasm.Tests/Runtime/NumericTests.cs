using System.Numerics;
using InfraFabric.Wasm.Runtime;

namespace InfraFabric.Wasm.Tests.Runtime;

public sealed class NumericTests
{
    [Fact]
    public void FromBits_SignallingNaN_KeepsItsBits() =>
        BitConverter.SingleToUInt32Bits(Numeric.F32FromBits(0x7FA00001)).ShouldBe(0x7FA00001u);

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
}
