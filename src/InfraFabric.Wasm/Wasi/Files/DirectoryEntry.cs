namespace InfraFabric.Wasm.Wasi.Files;

/// <summary>A name in a directory. Cookies grow with each entry that is added, and are never used again.</summary>
internal sealed record DirectoryEntry(ulong Cookie, string Name, Node Node);
