using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Recordings;

/// <summary>A function of the host that a recorded run was linked with.</summary>
internal sealed record RecordedImport(string Module, string Name, FunctionType Type)
{
    public override string ToString() => $"{Module}.{Name}";
}
