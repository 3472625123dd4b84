using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace InfraFabric.Wasm.Runtime;

internal static partial class Numeric
{
    /// <summary>
    /// A constant that is a signalling NaN: the JIT compiler holds the constants that it sees as doubles, and makes
    /// such a float quiet; so it must not see this one. Of other constants an IL instruction is right.
    /// </summary>
    [MethodImpl(NoInlining)]
    public static float F32Const(int bits) => BitConverter.Int32BitsToSingle(bits);

    [MethodImpl(AggressiveInlining)]
    public static float F32Abs(float a) => MathF.Abs(a);

    [MethodImpl(AggressiveInlining)]
    public static float F32Min(float a, float b) => MathF.Min(a, b);

    [MethodImpl(AggressiveInlining)]
    public static float F32Max(float a, float b) => MathF.Max(a, b);

    [MethodImpl(AggressiveInlining)]
    public static float F32Copysign(float a, float b) => MathF.CopySign(a, b);

    [MethodImpl(AggressiveInlining)]
    public static float F32ConvertI32U(int value) => (uint)value;

    // Half the number, with the bit that is lost kept in the lowest: it rounds as the whole one does, and once.
    [MethodImpl(AggressiveInlining)]
    public static float F32ConvertI64U(long value) =>
        value >= 0 ? value : 2 * (float)(long)(((ulong)value >> 1) | ((ulong)value & 1));

    [MethodImpl(AggressiveInlining)]
    public static double F64Abs(double a) => Math.Abs(a);

    [MethodImpl(AggressiveInlining)]
    public static double F64Min(double a, double b) => Math.Min(a, b);

    [MethodImpl(AggressiveInlining)]
    public static double F64Max(double a, double b) => Math.Max(a, b);

    [MethodImpl(AggressiveInlining)]
    public static double F64Copysign(double a, double b) => Math.CopySign(a, b);

    [MethodImpl(AggressiveInlining)]
    public static double F64ConvertI32U(int value) => (uint)value;

    // Half the number, with the bit that is lost kept in the lowest: it rounds as the whole one does, and once.
    [MethodImpl(AggressiveInlining)]
    public static double F64ConvertI64U(long value) =>
        value >= 0 ? value : 2 * (double)(long)(((ulong)value >> 1) | ((ulong)value & 1));
}
