using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;
using V128 = System.Runtime.Intrinsics.Vector128<byte>;

namespace InfraFabric.Wasm.Simd;

/// <summary>The instructions that change the width or the kind of lanes.</summary>
internal static class Conversions
{
    // 2^52: a double with these bits holds a 32-bit integer in its lowest bits.
    private const ulong Exact = 0x4330_0000_0000_0000;

    // 2^52 + 2^51: the same for negative integers, in two's complement.
    private const ulong SignedExact = 0x4338_0000_0000_0000;

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8ExtendLowI8x16S(V128 a) => Vector128.WidenLower(a.AsSByte()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8ExtendLowI8x16U(V128 a) => Vector128.WidenLower(a).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8ExtendHighI8x16S(V128 a) => Vector128.WidenUpper(a.AsSByte()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8ExtendHighI8x16U(V128 a) => Vector128.WidenUpper(a).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I32x4ExtendLowI16x8S(V128 a) => Vector128.WidenLower(a.AsInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I32x4ExtendLowI16x8U(V128 a) => Vector128.WidenLower(a.AsUInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I32x4ExtendHighI16x8S(V128 a) => Vector128.WidenUpper(a.AsInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I32x4ExtendHighI16x8U(V128 a) => Vector128.WidenUpper(a.AsUInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2ExtendLowI32x4S(V128 a) => Vector128.WidenLower(a.AsInt32()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2ExtendLowI32x4U(V128 a) => Vector128.WidenLower(a.AsUInt32()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2ExtendHighI32x4S(V128 a) => Vector128.WidenUpper(a.AsInt32()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2ExtendHighI32x4U(V128 a) => Vector128.WidenUpper(a.AsUInt32()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I8x16NarrowI16x8S(V128 a, V128 b) =>
        Sse2.IsSupported
            ? Sse2.PackSignedSaturate(a.AsInt16(), b.AsInt16()).AsByte()
            : Vector128.NarrowWithSaturation(a.AsInt16(), b.AsInt16()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I8x16NarrowI16x8U(V128 a, V128 b) =>
        Sse2.IsSupported
            ? Sse2.PackUnsignedSaturate(a.AsInt16(), b.AsInt16())
            : Vector128.NarrowWithSaturation(Positive(a.AsInt16()).AsUInt16(), Positive(b.AsInt16()).AsUInt16());

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8NarrowI32x4S(V128 a, V128 b) =>
        Sse2.IsSupported
            ? Sse2.PackSignedSaturate(a.AsInt32(), b.AsInt32()).AsByte()
            : Vector128.NarrowWithSaturation(a.AsInt32(), b.AsInt32()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I16x8NarrowI32x4U(V128 a, V128 b) =>
        Sse41.IsSupported
            ? Sse41.PackUnsignedSaturate(a.AsInt32(), b.AsInt32()).AsByte()
            : Vector128.NarrowWithSaturation(Positive(a.AsInt32()).AsUInt32(), Positive(b.AsInt32()).AsUInt32())
                .AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I32x4TruncSatF32x4S(V128 a) => Vector128.ConvertToInt32(a.AsSingle()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I32x4TruncSatF32x4U(V128 a) => Vector128.ConvertToUInt32(a.AsSingle()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I32x4TruncSatF64x2SZero(V128 a) => TruncateZero(a.AsDouble(), int.MinValue, int.MaxValue);

    [MethodImpl(AggressiveInlining)]
    public static V128 I32x4TruncSatF64x2UZero(V128 a) => TruncateZero(a.AsDouble(), uint.MinValue, uint.MaxValue);

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4ConvertI32x4S(V128 a) => Vector128.ConvertToSingle(a.AsInt32()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4ConvertI32x4U(V128 a) => Vector128.ConvertToSingle(a.AsUInt32()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2ConvertLowI32x4S(V128 a) =>
        Sse2.IsSupported
            ? Sse2.ConvertToVector128Double(a.AsInt32()).AsByte()
            : Vector128.ConvertToDouble(Vector128.WidenLower(a.AsInt32())).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2ConvertLowI32x4U(V128 a) =>
        ((Vector128.WidenLower(a.AsUInt32()) | Vector128.Create(Exact)).AsDouble()
            - Vector128.Create(Exact).AsDouble()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F32x4DemoteF64x2Zero(V128 a) =>
        Sse2.IsSupported
            ? Sse2.ConvertToVector128Single(a.AsDouble()).AsByte()
            : Vector128.Narrow(a.AsDouble(), Vector128<double>.Zero).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 F64x2PromoteLowF32x4(V128 a) =>
        Sse2.IsSupported
            ? Sse2.ConvertToVector128Double(a.AsSingle()).AsByte()
            : Vector128.WidenLower(a.AsSingle()).AsByte();

    [MethodImpl(AggressiveInlining)]
    private static V128 TruncateZero(Vector128<double> value, double least, double most)
    {
        var numbers = value & Vector128.Equals(value, value);
        var inRange = Vector128.MinNative(
            Vector128.MaxNative(numbers, Vector128.Create(least)), Vector128.Create(most));
        var integers = Vector128.Truncate(inRange) + Vector128.Create(SignedExact).AsDouble();
        return Vector128.Narrow(integers.AsUInt64(), Vector128<ulong>.Zero).AsByte();
    }

    private static Vector128<short> Positive(Vector128<short> value) => Vector128.Max(value, Vector128<short>.Zero);

    private static Vector128<int> Positive(Vector128<int> value) => Vector128.Max(value, Vector128<int>.Zero);
}
