namespace InfraFabric.Wasm.Types;

/// <summary>The type of what a module imports or exports: a function, table, memory, global or tag.</summary>
public abstract record ExternType;
