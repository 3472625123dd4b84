namespace InfraFabric.Wasm.Types;

/// <summary>What a module offers: the item of its kind's index space, and its type.</summary>
public sealed record ModuleExport(string Name, ExternType Type)
{
    internal int Index { get; init; }
}
