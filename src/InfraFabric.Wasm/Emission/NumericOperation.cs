using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Emission;

/// <summary>
/// How an instruction is emitted whose operands are on the evaluation stack in order. <see cref="Swapped"/> is how, if
/// two operands stand there the other way round.
/// </summary>
internal sealed record NumericOperation(int Operands, ValueKind Result, Action<CodeWriter> Emit)
{
    public Action<CodeWriter>? Swapped { get; init; }

    public bool MayTrap { get; init; }

    /// <summary>It gives 0 or 1.</summary>
    public bool IsBoolean { get; init; }
}
