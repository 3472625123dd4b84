using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Binary;

/// <summary>
/// References for a table: indices of functions, or one constant expression each. <see cref="Table"/> and
/// <see cref="Offset"/> mean something only when it is active.
/// </summary>
internal sealed record ElementSegment(
    SegmentMode Mode, ValueKind Kind, int Table, ConstantExpression Offset,
    int[]? Functions, ConstantExpression[]? Expressions)
{
    public int Count => Functions?.Length ?? Expressions!.Length;
}
