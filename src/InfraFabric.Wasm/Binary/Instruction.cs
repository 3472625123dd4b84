using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Binary;

/// <summary>
/// What is fixed about an instruction. A plain one takes <see cref="First"/>, <see cref="Second"/> and
/// <see cref="Third"/> (the last is on top) and gives <see cref="Result"/>, where 0 means nothing; what the others take
/// and give depends on the module or on the operands.
/// </summary>
internal readonly struct Instruction
{
    public bool IsDefined { get; init; }

    public bool IsPlain { get; init; }

    public Immediate Immediate { get; init; }

    public ValueKind First { get; init; }

    public ValueKind Second { get; init; }

    public ValueKind Third { get; init; }

    public ValueKind Result { get; init; }

    /// <summary>How many bytes an access to memory moves, as the power of two.</summary>
    public byte Alignment { get; init; }

    public int AccessBytes => 1 << Alignment;

    /// <summary>How many lanes a lane is chosen from.</summary>
    public byte LaneCount { get; init; }
}
