using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace InfraFabric.Wasm.Runtime;

internal static partial class Numeric
{
    // Where the ranges of integers end: powers of two, exact in both formats. Between -2^31 and the next integer below
    // there are doubles, which truncate into the range, but no floats.
    private const float Float31 = 2_147_483_648f;
    private const float Float32 = 4_294_967_296f;
    private const float Float63 = 9_223_372_036_854_775_808f;
    private const float Float64 = 18_446_744_073_709_551_616f;

    [MethodImpl(AggressiveInlining)]
    public static int I32TruncF32S(float value) =>
        value is >= -Float31 and < Float31
            ? float.ConvertToIntegerNative<int>(value)
            : throw NoInteger(value);

    [MethodImpl(AggressiveInlining)]
    public static int I32TruncF32U(float value) =>
        value is > -1f and < Float32
            ? (int)float.ConvertToIntegerNative<long>(value)
            : throw NoInteger(value);

    [MethodImpl(AggressiveInlining)]
    public static int I32TruncF64S(double value) =>
        value is > -Float31 - 1d and < Float31
            ? double.ConvertToIntegerNative<int>(value)
            : throw NoInteger(value);

    [MethodImpl(AggressiveInlining)]
    public static int I32TruncF64U(double value) =>
        value is > -1d and < Float32
            ? (int)double.ConvertToIntegerNative<long>(value)
            : throw NoInteger(value);

    [MethodImpl(AggressiveInlining)]
    public static long I64TruncF32S(float value) =>
        value is >= -Float63 and < Float63
            ? float.ConvertToIntegerNative<long>(value)
            : throw NoInteger(value);

    [MethodImpl(AggressiveInlining)]
    public static long I64TruncF32U(float value) =>
        value is > -1f and < Float64
            ? (long)float.ConvertToIntegerNative<ulong>(value)
            : throw NoInteger(value);

    [MethodImpl(AggressiveInlining)]
    public static long I64TruncF64S(double value) =>
        value is >= -Float63 and < Float63
            ? double.ConvertToIntegerNative<long>(value)
            : throw NoInteger(value);

    [MethodImpl(AggressiveInlining)]
    public static long I64TruncF64U(double value) =>
        value is > -1d and < Float64
            ? (long)double.ConvertToIntegerNative<ulong>(value)
            : throw NoInteger(value);

    // The runtime's own casts saturate, and give 0 for a NaN, on every processor.
    [MethodImpl(AggressiveInlining)]
    public static int I32TruncSatF32S(float value) => (int)value;

    [MethodImpl(AggressiveInlining)]
    public static int I32TruncSatF32U(float value) => (int)(uint)value;

    [MethodImpl(AggressiveInlining)]
    public static int I32TruncSatF64S(double value) => (int)value;

    [MethodImpl(AggressiveInlining)]
    public static int I32TruncSatF64U(double value) => (int)(uint)value;

    [MethodImpl(AggressiveInlining)]
    public static long I64TruncSatF32S(float value) => (long)value;

    [MethodImpl(AggressiveInlining)]
    public static long I64TruncSatF32U(float value) => (long)(ulong)value;

    [MethodImpl(AggressiveInlining)]
    public static long I64TruncSatF64S(double value) => (long)value;

    [MethodImpl(AggressiveInlining)]
    public static long I64TruncSatF64U(double value) => (long)(ulong)value;
}
