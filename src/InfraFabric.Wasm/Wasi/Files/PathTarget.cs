namespace InfraFabric.Wasm.Wasi.Files;

/// <summary>
/// Where a path leads: a name in a directory, and the node that has it, if any has. Without a name it leads to the
/// directory itself.
/// </summary>
internal readonly record struct PathTarget(DirectoryNode Directory, string? Name, Node? Node, bool IsDirectoryNamed);
