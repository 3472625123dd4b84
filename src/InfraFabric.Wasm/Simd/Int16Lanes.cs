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
