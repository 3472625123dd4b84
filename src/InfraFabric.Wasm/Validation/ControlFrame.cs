using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Validation;

/// <summary>A block that is open: what it takes and gives, and where on the operand stack it begins.</summary>
internal readonly struct ControlFrame(Opcode opener, FunctionType type, int floor, bool isAroundUnreachable)
{
    public Opcode Opener { get; } = opener;

    public FunctionType Type { get; } = type;

    /// <summary>Operands below belong to the blocks around it.</summary>
    public int Floor { get; } = floor;

    /// <summary>The code behind it is never reached, unless it ends a block there.</summary>
    public bool IsAroundUnreachable { get; } = isAroundUnreachable;

    /// <summary>What a branch to it must bring: a loop begins again, every other block ends.</summary>
    public ReadOnlySpan<ValueKind> LabelKinds =>
        Opener == Opcode.Loop ? Type.Parameters.AsSpan() : Type.Results.AsSpan();
}
