namespace InfraFabric.Wasm.Wasi;

/// <summary>A buffer in a program's memory.</summary>
internal readonly record struct GuestRange(uint Address, uint Length);
