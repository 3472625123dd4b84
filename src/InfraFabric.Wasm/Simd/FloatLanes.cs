using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;
using V128 = System.Runtime.Intrinsics.Vector128<byte>;

namespace InfraFabric.Wasm.Simd;

/// <summary>
/// The instructions on four floats of 32 bits. What computes gives some NaN, which
/// <see cref="Canonical"/> makes the canonical one; what only moves bits keeps them.
/// </summary>
internal static class FloatLanes
{
    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Splat(float value) => Vector128.Create(value).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static float F32x4ExtractLane(V128 a, int lane) => a.AsSingle().GetElement(lane);

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4ReplaceLane(V128 a, float value, int lane) =>
        a.AsSingle().WithElement(lane, value).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Eq(V128 a, V128 b) => Vector128.Equals(a.AsSingle(), b.AsSingle()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Ne(V128 a, V128 b) => ~Vector128.Equals(a.AsSingle(), b.AsSingle()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Lt(V128 a, V128 b) => Vector128.LessThan(a.AsSingle(), b.AsSingle()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Gt(V128 a, V128 b) => Vector128.GreaterThan(a.AsSingle(), b.AsSingle()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Le(V128 a, V128 b) => Vector128.LessThanOrEqual(a.AsSingle(), b.AsSingle()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Ge(V128 a, V128 b) => Vector128.GreaterThanOrEqual(a.AsSingle(), b.AsSingle()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Abs(V128 a) => (a.AsUInt32() & Vector128.Create(uint.MaxValue >> 1)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Neg(V128 a) => (a.AsUInt32() ^ Vector128.Create(~(uint.MaxValue >> 1))).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Ceil(V128 a) => Vector128.Ceiling(a.AsSingle()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Floor(V128 a) => Vector128.Floor(a.AsSingle()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Trunc(V128 a) => Vector128.Truncate(a.AsSingle()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Nearest(V128 a) => Vector128.Round(a.AsSingle()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Sqrt(V128 a) => Vector128.Sqrt(a.AsSingle()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Add(V128 a, V128 b) => (a.AsSingle() + b.AsSingle()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Sub(V128 a, V128 b) => (a.AsSingle() - b.AsSingle()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Mul(V128 a, V128 b) => (a.AsSingle() * b.AsSingle()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Div(V128 a, V128 b) => (a.AsSingle() / b.AsSingle()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Pmin(V128 a, V128 b) =>
        Sse.IsSupported
            ? Sse.Min(b.AsSingle(), a.AsSingle()).AsByte()
            : Vector128.ConditionalSelect(Vector128.LessThan(b.AsSingle(), a.AsSingle()).AsByte(), b, a);

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Pmax(V128 a, V128 b) =>
        Sse.IsSupported
            ? Sse.Max(b.AsSingle(), a.AsSingle()).AsByte()
            : Vector128.ConditionalSelect(Vector128.LessThan(a.AsSingle(), b.AsSingle()).AsByte(), b, a);

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Min(V128 a, V128 b)
    {
        var (x, y) = (a.AsSingle(), b.AsSingle());
        if (!Sse.IsSupported)
            return Vector128.Min(x, y).AsByte();

        // Either order gives the second of two zeros: together they give the negative one. A NaN is not lost by this.
        return (Sse.Min(x, y) | Sse.Min(y, x)).AsByte();
    }

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4Max(V128 a, V128 b)
    {
        var (x, y) = (a.AsSingle(), b.AsSingle());
        if (!Sse.IsSupported)
            return Vector128.Max(x, y).AsByte();

        return (Sse.Max(x, y) & Sse.Max(y, x) | Sse.CompareUnordered(x, y)).AsByte();
    }

    private static Vector128<float> CanonicalNaN => Vector128.Create(0x7FC00000u).AsSingle();

    /// <summary>The same numbers with the canonical NaN for each lane that is a NaN.</summary>
    [MethodImpl(AggressiveInlining)]
    internal static V128 Canonical(V128 value)
    {
        var lanes = value.AsSingle();
        return Vector128.ConditionalSelect(Vector128.Equals(lanes, lanes), lanes, CanonicalNaN).AsByte();
    }
}
