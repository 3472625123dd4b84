namespace InfraFabric.Wasm.Wasi.Files;

/// <summary>What a descriptor or an entry of a directory is, in the numbers of preview 1.</summary>
internal enum FileType : byte
{
    Unknown = 0,
    Directory = 3,
    RegularFile = 4,
    SymbolicLink = 7,
}
