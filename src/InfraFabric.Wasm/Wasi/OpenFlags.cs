namespace InfraFabric.Wasm.Wasi;

/// <summary>How a path is opened, in the bits of preview 1.</summary>
[Flags]
internal enum OpenFlags : ushort
{
    None = 0,
    Create = 1 << 0,
    Directory = 1 << 1,
    Exclusive = 1 << 2,
    Truncate = 1 << 3,
}
