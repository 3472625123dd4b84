using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;
using V128 = System.Runtime.Intrinsics.Vector128<byte>;

namespace InfraFabric.Wasm.Simd;

/// <summary>
/// The instructions that are the same on integers of any width, some of which only some widths have.
/// </summary>
internal static class IntegerLanes<TSigned, TUnsigned>
{
    [MethodImpl(AggressiveInlining)]
    public static V128 LtS(V128 a, V128 b) => Vector128.LessThan(Signed(a), Signed(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 LtU(V128 a, V128 b) => Vector128.LessThan(Unsigned(a), Unsigned(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 GtS(V128 a, V128 b) => Vector128.GreaterThan(Signed(a), Signed(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 GtU(V128 a, V128 b) => Vector128.GreaterThan(Unsigned(a), Unsigned(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 LeS(V128 a, V128 b) => Vector128.LessThanOrEqual(Signed(a), Signed(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 LeU(V128 a, V128 b) => Vector128.LessThanOrEqual(Unsigned(a), Unsigned(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 GeS(V128 a, V128 b) => Vector128.GreaterThanOrEqual(Signed(a), Signed(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 GeU(V128 a, V128 b) => Vector128.GreaterThanOrEqual(Unsigned(a), Unsigned(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static int AllTrue(V128 a) => Vector128.EqualsAny(Unsigned(a), Vector128<TUnsigned>.Zero) ? 0 : 1;

    [MethodImpl(AggressiveInlining)]
    public static int Bitmask(V128 a) => (int)Unsigned(a).ExtractMostSignificantBits();

    [MethodImpl(AggressiveInlining)]
    public static V128 Shl(V128 a, int count) => (Unsigned(a) << (count & LastBit)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 ShrS(V128 a, int count) => (Signed(a) >> (count & LastBit)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 ShrU(V128 a, int count) => (Unsigned(a) >>> (count & LastBit)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 AddSatS(V128 a, V128 b) => Vector128.AddSaturate(Signed(a), Signed(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 AddSatU(V128 a, V128 b) => Vector128.AddSaturate(Unsigned(a), Unsigned(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 SubSatS(V128 a, V128 b) => Vector128.SubtractSaturate(Signed(a), Signed(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 SubSatU(V128 a, V128 b) => Vector128.SubtractSaturate(Unsigned(a), Unsigned(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 MinS(V128 a, V128 b) => Vector128.Min(Signed(a), Signed(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 MinU(V128 a, V128 b) => Vector128.Min(Unsigned(a), Unsigned(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 MaxS(V128 a, V128 b) => Vector128.Max(Signed(a), Signed(b)).AsByte();

    [MethodImpl(AggressiveInlining)]
    public static V128 MaxU(V128 a, V128 b) => Vector128.Max(Unsigned(a), Unsigned(b)).AsByte();

    private static int LastBit => Unsafe.SizeOf<TSigned>() * 8 - 1;

    [MethodImpl(AggressiveInlining)]
    private static Vector128<TSigned> Signed(V128 bits) => bits.As<byte, TSigned>();

    [MethodImpl(AggressiveInlining)]
    private static Vector128<TUnsigned> Unsigned(V128 bits) => bits.As<byte, TUnsigned>();
}
