using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;
using V128 = System.Runtime.Intrinsics.Vector128<byte>;

namespace InfraFabric.Wasm.Simd;

/// <summary>The instructions on eight integers of 16 bits.</summary>
internal static class Int16Lanes
{
    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8Splat(int value) => Vector128.Create((short)value).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static int I16x8ExtractLaneS(V128 a, int lane) => a.AsInt16().GetElement(lane);

    [MethodImpl(AggressiveInlining)]
    public static int I16x8ExtractLaneU(V128 a, int lane) => a.AsUInt16().GetElement(lane);

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8ReplaceLane(V128 a, int value, int lane) =>
        a.AsInt16().WithElement(lane, (short)value).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8Eq(V128 a, V128 b) => Vector128.Equals(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8Ne(V128 a, V128 b) => ~Vector128.Equals(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8LtS(V128 a, V128 b) => Vector128.LessThan(a.AsInt16(), b.AsInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8LtU(V128 a, V128 b) => Vector128.LessThan(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8GtS(V128 a, V128 b) => Vector128.GreaterThan(a.AsInt16(), b.AsInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8GtU(V128 a, V128 b) => Vector128.GreaterThan(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8LeS(V128 a, V128 b) => Vector128.LessThanOrEqual(a.AsInt16(), b.AsInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8LeU(V128 a, V128 b) => Vector128.LessThanOrEqual(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8GeS(V128 a, V128 b) => Vector128.GreaterThanOrEqual(a.AsInt16(), b.AsInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8GeU(V128 a, V128 b) => Vector128.GreaterThanOrEqual(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8Abs(V128 a) => Vector128.Abs(a.AsInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8Neg(V128 a) => (-a.AsInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static int I16x8AllTrue(V128 a) => Vector128.EqualsAny(a.AsUInt16(), Vector128<ushort>.Zero) ? 0 : 1;

    [MethodImpl(AggressiveInlining)]
    public static int I16x8Bitmask(V128 a) => (int)a.AsUInt16().ExtractMostSignificantBits();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8Shl(V128 a, int count) => (a.AsUInt16() << (count & 15)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8ShrS(V128 a, int count) => (a.AsInt16() >> (count & 15)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8ShrU(V128 a, int count) => (a.AsUInt16() >>> (count & 15)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8Add(V128 a, V128 b) => (a.AsUInt16() + b.AsUInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8AddSatS(V128 a, V128 b) => Vector128.AddSaturate(a.AsInt16(), b.AsInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8AddSatU(V128 a, V128 b) => Vector128.AddSaturate(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8Sub(V128 a, V128 b) => (a.AsUInt16() - b.AsUInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8SubSatS(V128 a, V128 b) => Vector128.SubtractSaturate(a.AsInt16(), b.AsInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8SubSatU(V128 a, V128 b) => Vector128.SubtractSaturate(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8Mul(V128 a, V128 b) => (a.AsInt16() * b.AsInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8MinS(V128 a, V128 b) => Vector128.Min(a.AsInt16(), b.AsInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8MinU(V128 a, V128 b) => Vector128.Min(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8MaxS(V128 a, V128 b) => Vector128.Max(a.AsInt16(), b.AsInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8MaxU(V128 a, V128 b) => Vector128.Max(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8AvgrU(V128 a, V128 b) =>
        Sse2.IsSupported
            ? Sse2.Average(a.AsUInt16(), b.AsUInt16()).AsByte()
            : ((a | b).AsUInt16() - ((a ^ b).AsUInt16() >>> 1)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8ExtmulLowI8x16S(V128 a, V128 b) =>
        (Vector128.WidenLower(a.AsSByte()) * Vector128.WidenLower(b.AsSByte())).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8ExtmulLowI8x16U(V128 a, V128 b) =>
        (Vector128.WidenLower(a) * Vector128.WidenLower(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8ExtmulHighI8x16S(V128 a, V128 b) =>
        (Vector128.WidenUpper(a.AsSByte()) * Vector128.WidenUpper(b.AsSByte())).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8ExtmulHighI8x16U(V128 a, V128 b) =>
        (Vector128.WidenUpper(a) * Vector128.WidenUpper(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8ExtaddPairwiseI8x16S(V128 a) =>
        Ssse3.IsSupported
            ? Ssse3.MultiplyAddAdjacent(V128.One, a.AsSByte()).AsByte()
            : ((a.AsInt16() << 8 >> 8) + (a.AsInt16() >> 8)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8ExtaddPairwiseI8x16U(V128 a) =>
        Ssse3.IsSupported
            ? Ssse3.MultiplyAddAdjacent(a, Vector128<sbyte>.One).AsByte()
            : ((a.AsUInt16() & Vector128.Create((ushort)0xFF)) + (a.AsUInt16() >>> 8)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8Q15mulrSatS(V128 a, V128 b)
    {
        var (x, y) = (a.AsInt16(), b.AsInt16());
        if (AdvSimd.IsSupported)
            return AdvSimd.MultiplyRoundedDoublingSaturateHigh(x, y).AsByte();
        if (Ssse3.IsSupported)
        {
            // Only (-1) * (-1) has no place in 16 bits: it gives the smallest number where the largest is asked for.
            var product = Ssse3.MultiplyHighRoundScale(x, y);
            return (product ^ Vector128.Equals(product, Vector128.Create(short.MinValue))).AsByte();
        }

        return Vector128.NarrowWithSaturation(
            Rounded(Vector128.WidenLower(x) * Vector128.WidenLower(y)),
            Rounded(Vector128.WidenUpper(x) * Vector128.WidenUpper(y))).AsByte();
    }

    private static Vector128<int> Rounded(Vector128<int> product) => (product + Vector128.Create(1 << 14)) >> 15;
}
