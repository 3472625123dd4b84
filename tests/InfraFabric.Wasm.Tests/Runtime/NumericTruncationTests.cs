using InfraFabric.Wasm.Runtime;

namespace InfraFabric.Wasm.Tests.Runtime;

public sealed class NumericTruncationTests
{
    // Each with the numbers around the ends of all ranges, and what is no number.
    private static readonly double[] Edges =
    [
        .. ((double[])[0, 0.9, 1, 1.5, 2147483647, 2147483647.9, 2147483648, 2147483648.9, 2147483649, 4294967295,
            4294967295.9, 4294967296, 9223372036854774784, 9223372036854775808, 9223372036854777856,
            18446744073709549568d, 18446744073709551616d, double.Epsilon, double.MaxValue, double.PositiveInfinity])
            .SelectMany(value => (double[])[value, -value]),
        double.NaN, -double.NaN,
    ];

    private static readonly float[] FloatEdges =
    [
        .. Edges.Select(value => (float)value),
        .. Edges.Select(value => MathF.BitDecrement((float)value)),
        .. Edges.Select(value => MathF.BitIncrement((float)value)),
    ];

    [Fact]
    public void Trunc_OfFloats_IsExactOrTraps()
    {
        foreach (var value in FloatEdges)
        {
            Outcome(() => Numeric.I32TruncF32S(value)).ShouldBe(Exact(value, int.MinValue, int.MaxValue));
            Outcome(() => (uint)Numeric.I32TruncF32U(value)).ShouldBe(Exact(value, 0, uint.MaxValue));
            Outcome(() => Numeric.I64TruncF32S(value)).ShouldBe(Exact(value, long.MinValue, long.MaxValue));
            Outcome(() => (ulong)Numeric.I64TruncF32U(value)).ShouldBe(Exact(value, 0, ulong.MaxValue));
        }
    }

    [Fact]
    public void Trunc_OfDoubles_IsExactOrTraps()
    {
        foreach (var value in Edges)
        {
            Outcome(() => Numeric.I32TruncF64S(value)).ShouldBe(Exact(value, int.MinValue, int.MaxValue));
            Outcome(() => (uint)Numeric.I32TruncF64U(value)).ShouldBe(Exact(value, 0, uint.MaxValue));
            Outcome(() => Numeric.I64TruncF64S(value)).ShouldBe(Exact(value, long.MinValue, long.MaxValue));
            Outcome(() => (ulong)Numeric.I64TruncF64U(value)).ShouldBe(Exact(value, 0, ulong.MaxValue));
        }
    }

    [Fact]
    public void TruncSat_OfFloats_IsTheNearestInRange()
    {
        foreach (var value in FloatEdges)
        {
            ((Int128)Numeric.I32TruncSatF32S(value)).ShouldBe(Nearest(value, int.MinValue, int.MaxValue));
            ((Int128)(uint)Numeric.I32TruncSatF32U(value)).ShouldBe(Nearest(value, 0, uint.MaxValue));
            ((Int128)Numeric.I64TruncSatF32S(value)).ShouldBe(Nearest(value, long.MinValue, long.MaxValue));
            ((Int128)(ulong)Numeric.I64TruncSatF32U(value)).ShouldBe(Nearest(value, 0, ulong.MaxValue));
        }
    }

    [Fact]
    public void TruncSat_OfDoubles_IsTheNearestInRange()
    {
        foreach (var value in Edges)
        {
            ((Int128)Numeric.I32TruncSatF64S(value)).ShouldBe(Nearest(value, int.MinValue, int.MaxValue));
            ((Int128)(uint)Numeric.I32TruncSatF64U(value)).ShouldBe(Nearest(value, 0, uint.MaxValue));
            ((Int128)Numeric.I64TruncSatF64S(value)).ShouldBe(Nearest(value, long.MinValue, long.MaxValue));
            ((Int128)(ulong)Numeric.I64TruncSatF64U(value)).ShouldBe(Nearest(value, 0, ulong.MaxValue));
        }
    }

    private static (Int128 Value, TrapReason? Trap) Outcome(Func<Int128> truncate)
    {
        try
        {
            return (truncate(), null);
        }
        catch (TrapException trap)
        {
            return (0, trap.Reason);
        }
    }

    private static (Int128 Value, TrapReason? Trap) Exact(double value, Int128 least, Int128 most)
    {
        if (double.IsNaN(value))
            return (0, TrapReason.InvalidConversionToInteger);
        var integer = Integer(value);
        return integer < least || integer > most ? (0, TrapReason.IntegerOverflow) : (integer, null);
    }

    private static Int128 Nearest(double value, Int128 least, Int128 most) =>
        double.IsNaN(value) ? 0 : Int128.Clamp(Integer(value), least, most);

    // By the bits of the double, so that no conversion is tested with itself; beyond 2^100 any large number does.
    private static Int128 Integer(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF) - 1075;
        var mantissa = (Int128)((bits & 0xF_FFFF_FFFF_FFFF) | 0x10_0000_0000_0000);
        var magnitude = exponent < -52 ? 0 : exponent < 0 ? mantissa >> -exponent : mantissa << Math.Min(exponent, 60);
        return bits < 0 ? -magnitude : magnitude;
    }
}
