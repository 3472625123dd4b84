using InfraFabric.Wasm.Accesses;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Compilation;

/// <summary>
/// A value on the operand stack while code is emitted. <see cref="Bits"/> is a local's index or a constant's bits;
/// <see cref="Depth"/> is how deep the expression behind it is.
/// </summary>
internal readonly record struct Operand(OperandPlace Place, ValueKind Kind, long Bits = 0, int Depth = 1)
{
    /// <summary>It is a result of float arithmetic whose NaN was not made canonical yet.</summary>
    public bool IsArithmetic { get; init; }

    /// <summary>Of a vector that is such a result, what its lanes are.</summary>
    public ValueKind? Lanes { get; init; }

    /// <summary>What it is as an address.</summary>
    public Sum Sum { get; init; }

    /// <summary>It is 0 or 1.</summary>
    public bool IsBoolean { get; init; }
}
