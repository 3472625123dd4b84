namespace InfraFabric.Wasm.Wasi.Descriptors;

/// <summary>How a descriptor reads and writes, in the bits of preview 1. What is in memory is always in step.</summary>
[Flags]
internal enum DescriptorFlags : ushort
{
    None = 0,
    Append = 1 << 0,
    DataSync = 1 << 1,
    NonBlocking = 1 << 2,
    ReadSync = 1 << 3,
    Sync = 1 << 4,
    All = Append | DataSync | NonBlocking | ReadSync | Sync,
}
