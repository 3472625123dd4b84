using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;
using V128 = System.Runtime.Intrinsics.Vector128<byte>;

namespace InfraFabric.Wasm.Simd;

/// <summary>
/// The instructions on two floats of 64 bits. What computes gives some NaN, which
/// <see cref="Canonical"/> makes the canonical one; what only moves bits keeps them.
/// </summary>
internal static class DoubleLanes
{
    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Splat(double value) => Vector128.Create(value).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static double F64x2ExtractLane(V128 a, int lane) => a.AsDouble().GetElement(lane);

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2ReplaceLane(V128 a, double value, int lane) =>
        a.AsDouble().WithElement(lane, value).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Eq(V128 a, V128 b) => Vector128.Equals(a.AsDouble(), b.AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Ne(V128 a, V128 b) => ~Vector128.Equals(a.AsDouble(), b.AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Lt(V128 a, V128 b) => Vector128.LessThan(a.AsDouble(), b.AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Gt(V128 a, V128 b) => Vector128.GreaterThan(a.AsDouble(), b.AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Le(V128 a, V128 b) => Vector128.LessThanOrEqual(a.AsDouble(), b.AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Ge(V128 a, V128 b) => Vector128.GreaterThanOrEqual(a.AsDouble(), b.AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Abs(V128 a) => (a.AsUInt64() & Vector128.Create(ulong.MaxValue >> 1)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Neg(V128 a) => (a.AsUInt64() ^ Vector128.Create(~(ulong.MaxValue >> 1))).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Ceil(V128 a) => Vector128.Ceiling(a.AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Floor(V128 a) => Vector128.Floor(a.AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Trunc(V128 a) => Vector128.Truncate(a.AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Nearest(V128 a) => Vector128.Round(a.AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Sqrt(V128 a) => Vector128.Sqrt(a.AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Add(V128 a, V128 b) => (a.AsDouble() + b.AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Sub(V128 a, V128 b) => (a.AsDouble() - b.AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Mul(V128 a, V128 b) => (a.AsDouble() * b.AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Div(V128 a, V128 b) => (a.AsDouble() / b.AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Pmin(V128 a, V128 b) =>
        Sse2.IsSupported
            ? Sse2.Min(b.AsDouble(), a.AsDouble()).AsByte()
            : Vector128.ConditionalSelect(Vector128.LessThan(b.AsDouble(), a.AsDouble()).AsByte(), b, a);

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Pmax(V128 a, V128 b) =>
        Sse2.IsSupported
            ? Sse2.Max(b.AsDouble(), a.AsDouble()).AsByte()
            : Vector128.ConditionalSelect(Vector128.LessThan(a.AsDouble(), b.AsDouble()).AsByte(), b, a);

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Min(V128 a, V128 b)
    {
        var (x, y) = (a.AsDouble(), b.AsDouble());
        if (!Sse2.IsSupported)
            return Vector128.Min(x, y).AsByte();

        // Either order gives the second of two zeros: together they give the negative one. A NaN is not lost by this.
        return (Sse2.Min(x, y) | Sse2.Min(y, x)).AsByte();
    }

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2Max(V128 a, V128 b)
    {
        var (x, y) = (a.AsDouble(), b.AsDouble());
        if (!Sse2.IsSupported)
            return Vector128.Max(x, y).AsByte();

        return (Sse2.Max(x, y) & Sse2.Max(y, x) | Sse2.CompareUnordered(x, y)).AsByte();
    }

    private static Vector128<double> CanonicalNaN => Vector128.Create(0x7FF8000000000000ul).AsDouble();

    /// <summary>The same numbers with the canonical NaN for each lane that is a NaN.</summary>
    [MethodImpl(AggressiveInlining)]
    internal static V128 Canonical(V128 value)
    {
        var lanes = value.AsDouble();
        return Vector128.ConditionalSelect(Vector128.Equals(lanes, lanes), lanes, CanonicalNaN).AsByte();
    }
}
