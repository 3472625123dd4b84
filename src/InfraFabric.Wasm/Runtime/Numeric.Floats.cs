using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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

    // The just-in-time compiler of .NET 10 takes the minimum of a constant -0 and of 0 for 0, but not their maximum.
    [MethodImpl(AggressiveInlining)]
    public static float F32Min(float a, float b) => -MathF.Max(-a, -b);

    [MethodImpl(AggressiveInlining)]
    public static float F32Max(float a, float b) => MathF.Max(a, b);

    [MethodImpl(AggressiveInlining)]
    public static float F32Copysign(float a, float b) => MathF.CopySign(a, b);

    /// <summary>
    /// Through a vector, since the just-in-time compiler of .NET 10 makes one load of four bytes of a load of one or
    /// two and <see cref="BitConverter.Int32BitsToSingle"/>: wrong, and beyond the memory at its end.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    public static float F32ReinterpretI32(int bits) => Vector128.CreateScalarUnsafe(bits).AsSingle().ToScalar();

    // Half the number, with the bit that is lost kept in the lowest: it rounds as the whole one does, and once.
    [MethodImpl(AggressiveInlining)]
    public static float F32ConvertI64U(long value) =>
        value >= 0 ? value : 2 * (float)(long)(((ulong)value >> 1) | ((ulong)value & 1));

    [MethodImpl(AggressiveInlining)]
    public static double F64Abs(double a) => Math.Abs(a);

    // By way of the maximum, as F32Min is.
    [MethodImpl(AggressiveInlining)]
    public static double F64Min(double a, double b) => -Math.Max(-a, -b);

    [MethodImpl(AggressiveInlining)]
    public static double F64Max(double a, double b) => Math.Max(a, b);

    [MethodImpl(AggressiveInlining)]
    public static double F64Copysign(double a, double b) => Math.CopySign(a, b);

    // Half the number, with the bit that is lost kept in the lowest: it rounds as the whole one does, and once.
    [MethodImpl(AggressiveInlining)]
    public static double F64ConvertI64U(long value) =>
        value >= 0 ? value : 2 * (double)(long)(((ulong)value >> 1) | ((ulong)value & 1));
}
