using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;
using V128 = System.Runtime.Intrinsics.Vector128<byte>;

namespace InfraFabric.Wasm.Simd;

/// <summary>
/// The instructions on floats of 32 or of 64 bits. What computes gives some NaN, which <see cref="Canonical"/> makes
/// the canonical one; what only moves bits keeps them.
/// </summary>
internal static class FloatLanes<T>
{
    [MethodImpl(AggressiveInlining)]
    public static V128 Splat(T value) => Vector128.Create(value).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static T ExtractLane(V128 a, int lane) => Of(a).GetElement(lane);

    [MethodImpl(AggressiveInlining)]
    public static V128 ReplaceLane(V128 a, T value, int lane) => Of(a).WithElement(lane, value).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 Lt(V128 a, V128 b) => Vector128.LessThan(Of(a), Of(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 Gt(V128 a, V128 b) => Vector128.GreaterThan(Of(a), Of(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 Le(V128 a, V128 b) => Vector128.LessThanOrEqual(Of(a), Of(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 Ge(V128 a, V128 b) => Vector128.GreaterThanOrEqual(Of(a), Of(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 Ceil(V128 a) =>
        IsSingle ? Vector128.Ceiling(a.AsSingle()).AsByte() : Vector128.Ceiling(a.AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 Floor(V128 a) =>
        IsSingle ? Vector128.Floor(a.AsSingle()).AsByte() : Vector128.Floor(a.AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 Trunc(V128 a) =>
        IsSingle ? Vector128.Truncate(a.AsSingle()).AsByte() : Vector128.Truncate(a.AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 Nearest(V128 a) =>
        IsSingle ? Vector128.Round(a.AsSingle()).AsByte() : Vector128.Round(a.AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 Sqrt(V128 a) => Vector128.Sqrt(Of(a)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 Div(V128 a, V128 b) => (Of(a) / Of(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 Pmin(V128 a, V128 b) =>
        Sse2.IsSupported
            ? NativeMin(b, a)
            : Vector128.ConditionalSelect(Vector128.LessThan(Of(b), Of(a)).AsByte(), b, a);

    [MethodImpl(AggressiveInlining)]
    public static V128 Pmax(V128 a, V128 b) =>
        Sse2.IsSupported
            ? NativeMax(b, a)
            : Vector128.ConditionalSelect(Vector128.LessThan(Of(a), Of(b)).AsByte(), b, a);

    // Either order gives the second of two zeros: together they give the negative one. A NaN is not lost by this.
    [MethodImpl(AggressiveInlining)]
    public static V128 Min(V128 a, V128 b) =>
        Sse2.IsSupported ? NativeMin(a, b) | NativeMin(b, a) : Vector128.Min(Of(a), Of(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 Max(V128 a, V128 b) =>
        Sse2.IsSupported
            ? NativeMax(a, b) & NativeMax(b, a) | Unordered(a, b)
            : Vector128.Max(Of(a), Of(b)).AsByte();

    /// <summary>The same numbers with the canonical NaN for each lane that is a NaN.</summary>
    [MethodImpl(AggressiveInlining)]
    internal static V128 Canonical(V128 value)
    {
        var lanes = Of(value);
        return Vector128.ConditionalSelect(Vector128.Equals(lanes, lanes), lanes, CanonicalNaN).AsByte();
    }

    private static bool IsSingle => typeof(T) == typeof(float);

    private static Vector128<T> CanonicalNaN => IsSingle
        ? Vector128.Create(0x7FC0_0000u).As<uint, T>()
        : Vector128.Create(0x7FF8_0000_0000_0000ul).As<ulong, T>();

    [MethodImpl(AggressiveInlining)]
    private static Vector128<T> Of(V128 bits) => bits.As<byte, T>();

    // The processor gives the second where neither is less: of zeros, and where one is a NaN.
    [MethodImpl(AggressiveInlining)]
    private static V128 NativeMin(V128 a, V128 b) => IsSingle
        ? Sse.Min(a.AsSingle(), b.AsSingle()).AsByte()
        : Sse2.Min(a.AsDouble(), b.AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    private static V128 NativeMax(V128 a, V128 b) => IsSingle
        ? Sse.Max(a.AsSingle(), b.AsSingle()).AsByte()
        : Sse2.Max(a.AsDouble(), b.AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    private static V128 Unordered(V128 a, V128 b) => IsSingle
        ? Sse.CompareUnordered(a.AsSingle(), b.AsSingle()).AsByte()
        : Sse2.CompareUnordered(a.AsDouble(), b.AsDouble()).AsByte();
}
