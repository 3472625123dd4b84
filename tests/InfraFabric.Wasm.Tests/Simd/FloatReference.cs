using System.Runtime.Intrinsics;
using static InfraFabric.Wasm.Tests.Simd.LaneReader;

namespace InfraFabric.Wasm.Tests.Simd;

/// <summary>What the specification says of floating-point lanes, with scalars.</summary>
internal static class FloatReference
{
    public static void AddTo(VectorReference reference)
    {
        AddArithmetic(
            reference, "F32x4",
            operation => Each32(x => Canonical((float)operation(x))),
            operation => Each32((x, y) => Canonical((float)operation(x, y))));
        AddArithmetic(
            reference, "F64x2",
            operation => Each64(x => Canonical(operation(x))),
            operation => Each64((x, y) => Canonical(operation(x, y))));
        AddComparisons(reference, "F32x4", compare =>
            (a, b) => ToVector(Floats(a).Zip(Floats(b), (x, y) => compare(x, y) ? Int128.NegativeOne : 0), 32));
        AddComparisons(reference, "F64x2", compare =>
            (a, b) => ToVector(Doubles(a).Zip(Doubles(b), (x, y) => compare(x, y) ? Int128.NegativeOne : 0), 64));
        AddMoves(reference, "F32x4", 32, lane => BitConverter.Int32BitsToSingle((int)lane));
        AddMoves(reference, "F64x2", 64, lane => BitConverter.Int64BitsToDouble((long)lane));
        AddConversions(reference);
    }

    // A double computes the sum, difference, product, quotient and root of floats without a second rounding.
    private static void AddArithmetic(
        VectorReference reference, string shape,
        Func<Func<double, double>, Func<Vector128<byte>, Vector128<byte>>> unary,
        Func<Func<double, double, double>, Func<Vector128<byte>, Vector128<byte>, Vector128<byte>>> binary)
    {
        reference.Unary[shape + "Ceil"] = unary(Math.Ceiling);
        reference.Unary[shape + "Floor"] = unary(Math.Floor);
        reference.Unary[shape + "Trunc"] = unary(Math.Truncate);
        reference.Unary[shape + "Nearest"] = unary(Nearest);
        reference.Unary[shape + "Sqrt"] = unary(Math.Sqrt);
        reference.Binary[shape + "Add"] = binary((x, y) => x + y);
        reference.Binary[shape + "Sub"] = binary((x, y) => x - y);
        reference.Binary[shape + "Mul"] = binary((x, y) => x * y);
        reference.Binary[shape + "Div"] = binary((x, y) => x / y);
        reference.Binary[shape + "Min"] = binary(Least);
        reference.Binary[shape + "Max"] = binary((x, y) => -Least(-x, -y));
    }

    private static void AddComparisons(
        VectorReference reference, string shape,
        Func<Func<double, double, bool>, Func<Vector128<byte>, Vector128<byte>, Vector128<byte>>> each)
    {
        reference.Binary[shape + "Eq"] = each((x, y) => x == y);
        reference.Binary[shape + "Ne"] = each((x, y) => x != y);
        reference.Binary[shape + "Lt"] = each((x, y) => x < y);
        reference.Binary[shape + "Gt"] = each((x, y) => x > y);
        reference.Binary[shape + "Le"] = each((x, y) => x <= y);
        reference.Binary[shape + "Ge"] = each((x, y) => x >= y);
    }

    private static void AddMoves(VectorReference reference, string shape, int bits, Func<Int128, double> value)
    {
        var sign = Int128.One << (bits - 1);
        reference.Unary[shape + "Abs"] = a => ToVector(Unsigned(a, bits).Select(x => x & (sign - 1)), bits);
        reference.Unary[shape + "Neg"] = a => ToVector(Unsigned(a, bits).Select(x => x ^ sign), bits);
        reference.Binary[shape + "Pmin"] = (a, b) => ToVector(
            Unsigned(a, bits).Zip(Unsigned(b, bits), (x, y) => value(y) < value(x) ? y : x), bits);
        reference.Binary[shape + "Pmax"] = (a, b) => ToVector(
            Unsigned(a, bits).Zip(Unsigned(b, bits), (x, y) => value(x) < value(y) ? y : x), bits);
    }

    private static void AddConversions(VectorReference reference)
    {
        reference.Unary["I32x4TruncSatF32x4S"] =
            a => ToVector(Floats(a).Select(x => Truncate(x, int.MinValue, int.MaxValue)), 32);
        reference.Unary["I32x4TruncSatF32x4U"] =
            a => ToVector(Floats(a).Select(x => Truncate(x, 0, uint.MaxValue)), 32);
        reference.Unary["I32x4TruncSatF64x2SZero"] =
            a => ToVector(Doubles(a).Select(x => Truncate(x, int.MinValue, int.MaxValue)), 32);
        reference.Unary["I32x4TruncSatF64x2UZero"] =
            a => ToVector(Doubles(a).Select(x => Truncate(x, 0, uint.MaxValue)), 32);
        reference.Unary["F32x4ConvertI32x4S"] = a => ToVector(Signed(a, 32).Select(x => (float)(double)(long)x));
        reference.Unary["F32x4ConvertI32x4U"] = a => ToVector(Unsigned(a, 32).Select(x => (float)(double)(long)x));
        reference.Unary["F64x2ConvertLowI32x4S"] = a => ToVector(Signed(a, 32).Take(2).Select(x => (double)(long)x));
        reference.Unary["F64x2ConvertLowI32x4U"] = a => ToVector(Unsigned(a, 32).Take(2).Select(x => (double)(long)x));
        reference.Unary["F32x4DemoteF64x2Zero"] = a => ToVector(Doubles(a).Select(x => Canonical((float)x)));
        reference.Unary["F64x2PromoteLowF32x4"] = a => ToVector(Floats(a).Take(2).Select(x => Canonical((double)x)));
    }

    private static double Least(double x, double y) =>
        double.IsNaN(x) || double.IsNaN(y) ? double.NaN
        : x == 0 && y == 0 ? (double.IsNegative(x) ? x : y)
        : x < y ? x : y;

    private static double Nearest(double x)
    {
        var below = Math.Floor(x);
        var rest = x - below;
        var isUp = rest > 0.5 || (rest == 0.5 && below % 2 != 0);
        return double.IsFinite(x) ? Math.CopySign(isUp ? below + 1 : below, x) : x;
    }

    private static Int128 Truncate(double value, long least, long most) =>
        double.IsNaN(value) ? 0 : value <= least ? least : value >= most ? most : (Int128)(decimal)value;

    private static float Canonical(float value) =>
        float.IsNaN(value) ? BitConverter.UInt32BitsToSingle(0x7FC00000) : value;

    private static double Canonical(double value) =>
        double.IsNaN(value) ? BitConverter.UInt64BitsToDouble(0x7FF8000000000000) : value;

    private static Func<Vector128<byte>, Vector128<byte>> Each32(Func<float, float> lane) =>
        a => ToVector(Floats(a).Select(lane));

    private static Func<Vector128<byte>, Vector128<byte>> Each64(Func<double, double> lane) =>
        a => ToVector(Doubles(a).Select(lane));

    private static Func<Vector128<byte>, Vector128<byte>, Vector128<byte>> Each32(Func<float, float, float> lane) =>
        (a, b) => ToVector(Floats(a).Zip(Floats(b), lane));

    private static Func<Vector128<byte>, Vector128<byte>, Vector128<byte>> Each64(Func<double, double, double> lane) =>
        (a, b) => ToVector(Doubles(a).Zip(Doubles(b), lane));
}
