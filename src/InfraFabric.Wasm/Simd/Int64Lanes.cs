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
