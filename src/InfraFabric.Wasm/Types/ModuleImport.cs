namespace InfraFabric.Wasm.Types;

/// <summary>What a module asks its host for.</summary>
public sealed record ModuleImport(string Module, string Name, ExternType Type);
