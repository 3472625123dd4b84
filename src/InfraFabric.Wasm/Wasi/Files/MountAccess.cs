namespace InfraFabric.Wasm.Wasi.Files;

/// <summary>What a program may do below a mount.</summary>
public enum MountAccess
{
    ReadOnly,
    ReadWrite,
}
