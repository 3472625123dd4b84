using System.Collections.Immutable;
using System.Reflection.Emit;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Compilation;

/// <summary>A block that is open while code is emitted, or the function itself.</summary>
internal sealed class ControlFrame
{
    /// <summary><see cref="Opcode.Block"/>, <see cref="Opcode.Loop"/>, <see cref="Opcode.If"/> or a
    /// <see cref="Opcode.TryTable"/>.</summary>
    public required Opcode Opcode { get; init; }

    public required FunctionType Type { get; init; }

    /// <summary>The operands below the block's own.</summary>
    public required int Height { get; init; }

    /// <summary>Where a branch to this block goes: a loop's beginning, else the block's end.</summary>
    public required Label Target { get; init; }

    /// <summary>
    /// Where the rounds of a loop begin, behind what is checked before each; null where a branch goes to the check.
    /// </summary>
    public Label? Rounds { get; set; }

    /// <summary>What a round is charged first.</summary>
    public int Cost { get; set; }

    /// <summary>
    /// Where an <c>if</c> goes when its condition is false; null for other blocks and behind the <c>else</c>.
    /// </summary>
    public Label? Else { get; set; }

    public bool IsTargeted { get; set; }

    public bool IsFunction { get; init; }

    public ImmutableArray<ValueKind> TargetKinds => Opcode == Opcode.Loop ? Type.Parameters : Type.Results;
}
