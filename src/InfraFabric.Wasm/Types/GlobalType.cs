namespace InfraFabric.Wasm.Types;

/// <summary>A global: what it holds, and whether that may change.</summary>
public sealed record GlobalType(ValueKind Kind, bool IsMutable) : ExternType;
