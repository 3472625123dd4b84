using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;
using V128 = System.Runtime.Intrinsics.Vector128<byte>;

namespace InfraFabric.Wasm.Simd;

/// <summary>The instructions on two integers of 64 bits.</summary>
internal static class Int64Lanes
{
    // The multiplication of two 32-bit lanes takes the even ones: the first and second, or third and fourth, go there.
    private const byte LowPair = 0b01_01_00_00;
    private const byte HighPair = 0b11_11_10_10;

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2Splat(long value) => Vector128.Create(value).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static long I64x2ExtractLane(V128 a, int lane) => a.AsInt64().GetElement(lane);

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2ReplaceLane(V128 a, long value, int lane) => a.AsInt64().WithElement(lane, value).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2Eq(V128 a, V128 b) => Vector128.Equals(a.AsUInt64(), b.AsUInt64()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2Ne(V128 a, V128 b) => ~Vector128.Equals(a.AsUInt64(), b.AsUInt64()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2LtS(V128 a, V128 b) => Vector128.LessThan(a.AsInt64(), b.AsInt64()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2GtS(V128 a, V128 b) => Vector128.GreaterThan(a.AsInt64(), b.AsInt64()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2LeS(V128 a, V128 b) => Vector128.LessThanOrEqual(a.AsInt64(), b.AsInt64()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2GeS(V128 a, V128 b) => Vector128.GreaterThanOrEqual(a.AsInt64(), b.AsInt64()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2Abs(V128 a) => Vector128.Abs(a.AsInt64()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2Neg(V128 a) => (-a.AsInt64()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static int I64x2AllTrue(V128 a) => Vector128.EqualsAny(a.AsUInt64(), Vector128<ulong>.Zero) ? 0 : 1;

    [MethodImpl(AggressiveInlining)]
    public static int I64x2Bitmask(V128 a) => (int)a.AsUInt64().ExtractMostSignificantBits();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2Shl(V128 a, int count) => (a.AsUInt64() << (count & 63)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2ShrS(V128 a, int count) => (a.AsInt64() >> (count & 63)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2ShrU(V128 a, int count) => (a.AsUInt64() >>> (count & 63)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2Add(V128 a, V128 b) => (a.AsUInt64() + b.AsUInt64()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2Sub(V128 a, V128 b) => (a.AsUInt64() - b.AsUInt64()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2Mul(V128 a, V128 b) => (a.AsInt64() * b.AsInt64()).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2ExtmulLowI32x4S(V128 a, V128 b) =>
        Sse41.IsSupported
            ? Sse41.Multiply(Sse2.Shuffle(a.AsInt32(), LowPair), Sse2.Shuffle(b.AsInt32(), LowPair)).AsByte()
            : (Vector128.WidenLower(a.AsInt32()) * Vector128.WidenLower(b.AsInt32())).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2ExtmulLowI32x4U(V128 a, V128 b) =>
        Sse2.IsSupported
            ? Sse2.Multiply(Sse2.Shuffle(a.AsUInt32(), LowPair), Sse2.Shuffle(b.AsUInt32(), LowPair)).AsByte()
            : (Vector128.WidenLower(a.AsUInt32()) * Vector128.WidenLower(b.AsUInt32())).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2ExtmulHighI32x4S(V128 a, V128 b) =>
        Sse41.IsSupported
            ? Sse41.Multiply(Sse2.Shuffle(a.AsInt32(), HighPair), Sse2.Shuffle(b.AsInt32(), HighPair)).AsByte()
            : (Vector128.WidenUpper(a.AsInt32()) * Vector128.WidenUpper(b.AsInt32())).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 I64x2ExtmulHighI32x4U(V128 a, V128 b) =>
        Sse2.IsSupported
            ? Sse2.Multiply(Sse2.Shuffle(a.AsUInt32(), HighPair), Sse2.Shuffle(b.AsUInt32(), HighPair)).AsByte()
            : (Vector128.WidenUpper(a.AsUInt32()) * Vector128.WidenUpper(b.AsUInt32())).AsByte();
}
