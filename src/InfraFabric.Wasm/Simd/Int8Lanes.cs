using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;
using V128 = System.Runtime.Intrinsics.Vector128<byte>;

namespace InfraFabric.Wasm.Simd;

/// <summary>The instructions on sixteen integers of 8 bits.</summary>
internal static class Int8Lanes
{
    [MethodImpl(AggressiveInlining)]
    public static V128 I8x16Shuffle(V128 a, V128 b, V128 lanes) =>
        Avx512Vbmi.VL.IsSupported ? Avx512Vbmi.VL.PermuteVar16x8x2(a, lanes, b)
            : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.VectorTableLookup((a, b), lanes)
            : Vector128.Shuffle(a, lanes) | Vector128.Shuffle(b, lanes - Vector128.Create((byte)16));

    // The processor takes the lowest four bits of a lane's number, and gives zero when the highest is set.
    [MethodImpl(AggressiveInlining)]
    public static V128 I8x16Swizzle(V128 a, V128 b) =>
        Ssse3.IsSupported
            ? Ssse3.Shuffle(a, Vector128.AddSaturate(b, Vector128.Create((byte)0x70)))
            : Vector128.Shuffle(a, b);

    [MethodImpl(AggressiveInlining)]
    public static V128 I8x16Splat(int value) => Vector128.Create((byte)value);

    [MethodImpl(AggressiveInlining)]
    public static int I8x16ExtractLaneS(V128 a, int lane) => a.AsSByte().GetElement(lane);

    [MethodImpl(AggressiveInlining)]
    public static int I8x16ExtractLaneU(V128 a, int lane) => a.GetElement(lane);

    [MethodImpl(AggressiveInlining)]
    public static V128 I8x16ReplaceLane(V128 a, int value, int lane) => a.WithElement(lane, (byte)value);

    [MethodImpl(AggressiveInlining)]
    public static V128 I8x16Popcnt(V128 a) =>
        Vector128.Shuffle(BitsOfNibble, a & Nibble) + Vector128.Shuffle(BitsOfNibble, a >>> 4);

    [MethodImpl(AggressiveInlining)]
    public static V128 I8x16AvgrU(V128 a, V128 b) => Sse2.IsSupported ? Sse2.Average(a, b) : (a | b) - ((a ^ b) >>> 1);

    private static V128 Nibble => Vector128.Create((byte)0x0F);

    private static V128 BitsOfNibble =>
        Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
}
