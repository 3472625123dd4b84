namespace InfraFabric.Wasm.Binary;

/// <summary>
/// Bytes for a memory, by their place in the module. <see cref="Offset"/> means something when it is active.
/// </summary>
internal sealed record DataSegment(SegmentMode Mode, int Memory, ConstantExpression Offset, int Start, int Length);
