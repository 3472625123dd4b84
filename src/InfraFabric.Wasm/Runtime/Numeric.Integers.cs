using System.Numerics;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace InfraFabric.Wasm.Runtime;

internal static partial class Numeric
{
    [MethodImpl(AggressiveInlining)]
    public static int I32Clz(int a) => BitOperations.LeadingZeroCount((uint)a);

    [MethodImpl(AggressiveInlining)]
    public static int I32Ctz(int a) => BitOperations.TrailingZeroCount((uint)a);

    [MethodImpl(AggressiveInlining)]
    public static int I32Popcnt(int a) => BitOperations.PopCount((uint)a);

    [MethodImpl(AggressiveInlining)]
    public static int I32Rotl(int a, int count) => (int)BitOperations.RotateLeft((uint)a, count);

    [MethodImpl(AggressiveInlining)]
    public static int I32Rotr(int a, int count) => (int)BitOperations.RotateRight((uint)a, count);

    [MethodImpl(AggressiveInlining)]
    public static int I32DivS(int a, int b)
    {
        if (b == 0)
            throw Trap(TrapReason.IntegerDivideByZero);
        if (b == -1 && a == int.MinValue)
            throw Trap(TrapReason.IntegerOverflow);
        return a / b;
    }

    [MethodImpl(AggressiveInlining)]
    public static int I32DivU(int a, int b) =>
        b == 0 ? throw Trap(TrapReason.IntegerDivideByZero) : (int)((uint)a / (uint)b);

    [MethodImpl(AggressiveInlining)]
    public static int I32RemS(int a, int b)
    {
        if (b == 0)
            throw Trap(TrapReason.IntegerDivideByZero);
        return b == -1 ? 0 : a % b;
    }

    [MethodImpl(AggressiveInlining)]
    public static int I32RemU(int a, int b) =>
        b == 0 ? throw Trap(TrapReason.IntegerDivideByZero) : (int)((uint)a % (uint)b);

    [MethodImpl(AggressiveInlining)]
    public static long I64Clz(long a) => BitOperations.LeadingZeroCount((ulong)a);

    [MethodImpl(AggressiveInlining)]
    public static long I64Ctz(long a) => BitOperations.TrailingZeroCount((ulong)a);

    [MethodImpl(AggressiveInlining)]
    public static long I64Popcnt(long a) => BitOperations.PopCount((ulong)a);

    [MethodImpl(AggressiveInlining)]
    public static long I64Rotl(long a, long count) => (long)BitOperations.RotateLeft((ulong)a, (int)count);

    [MethodImpl(AggressiveInlining)]
    public static long I64Rotr(long a, long count) => (long)BitOperations.RotateRight((ulong)a, (int)count);

    [MethodImpl(AggressiveInlining)]
    public static long I64DivS(long a, long b)
    {
        if (b == 0)
            throw Trap(TrapReason.IntegerDivideByZero);
        if (b == -1 && a == long.MinValue)
            throw Trap(TrapReason.IntegerOverflow);
        return a / b;
    }

    [MethodImpl(AggressiveInlining)]
    public static long I64DivU(long a, long b) =>
        b == 0 ? throw Trap(TrapReason.IntegerDivideByZero) : (long)((ulong)a / (ulong)b);

    [MethodImpl(AggressiveInlining)]
    public static long I64RemS(long a, long b)
    {
        if (b == 0)
            throw Trap(TrapReason.IntegerDivideByZero);
        return b == -1 ? 0 : a % b;
    }

    [MethodImpl(AggressiveInlining)]
    public static long I64RemU(long a, long b) =>
        b == 0 ? throw Trap(TrapReason.IntegerDivideByZero) : (long)((ulong)a % (ulong)b);
}
