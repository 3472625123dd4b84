namespace InfraFabric.Wasm.Types;

/// <summary>A memory: how many pages of 64 KiB it may have.</summary>
public sealed record MemoryType(SizeRange Size) : ExternType;
