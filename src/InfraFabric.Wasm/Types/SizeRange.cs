namespace InfraFabric.Wasm.Types;

/// <summary>How small a table or memory begins and how large it may grow, in elements or in pages of 64 KiB.</summary>
public readonly record struct SizeRange(uint Minimum, uint? Maximum);
