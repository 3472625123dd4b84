namespace InfraFabric.Wasm.Wasi.Files;

/// <summary>A tree that a program sees under a path.</summary>
internal sealed record Mount(int Id, string Path, MountAccess Access, DirectoryNode Root);
