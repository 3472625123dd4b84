using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace InfraFabric.Wasm.Runtime;

/// <summary>
/// The numeric instructions that neither IL nor the framework has as the specification asks for them, each with the
/// name of its opcode.
/// </summary>
internal static partial class Numeric
{
    // Half the number, with the bit that is lost kept in the lowest: it rounds as the whole one does, and once.
    [MethodImpl(AggressiveInlining)]
    public static float F32ConvertI64U(long value) =>
        value >= 0 ? value : 2 * (float)(long)(((ulong)value >> 1) | ((ulong)value & 1));

    [MethodImpl(AggressiveInlining)]
    public static double F64ConvertI64U(long value) =>
        value >= 0 ? value : 2 * (double)(long)(((ulong)value >> 1) | ((ulong)value & 1));

    // Not inlined, so that callers hold only the test and a call that is visibly followed by a throw.
    [MethodImpl(NoInlining)]
    private static TrapException NoInteger(double value) =>
        new(double.IsNaN(value) ? TrapReason.InvalidConversionToInteger : TrapReason.IntegerOverflow);
}
