namespace InfraFabric.Wasm.Types;

/// <summary>A table: what its elements are, and how many it may have.</summary>
public sealed record TableType(ValueKind Element, SizeRange Size) : ExternType;
