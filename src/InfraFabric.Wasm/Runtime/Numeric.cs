using System.Runtime.CompilerServices;

namespace InfraFabric.Wasm.Runtime;

/// <summary>
/// Numeric instructions that IL does not have, each with the name of its opcode. They trap where the specification
/// does. A NaN that they give is some NaN: the compiler makes it the canonical one.
/// </summary>
internal static partial class Numeric
{
    // Not inlined, so that callers hold only the test and a call that is visibly followed by a throw.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TrapException NoInteger(double value) =>
        new(double.IsNaN(value) ? TrapReason.InvalidConversionToInteger : TrapReason.IntegerOverflow);
}
