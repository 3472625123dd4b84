using InfraFabric.Wasm.Wasi.Files;

namespace InfraFabric.Wasm.Wasi.Descriptors;

/// <summary>An open directory: paths begin here. A preopened one knows where it is mounted.</summary>
internal sealed class DirectoryDescriptor(DirectoryNode directory, int device, Rights rights, Rights inheriting)
    : Descriptor(rights, inheriting)
{
    public DirectoryNode Directory { get; } = directory;

    /// <summary>The name of a preopened directory, in UTF-8; null for one that the program opened.</summary>
    public byte[]? MountPath { get; init; }

    public override FileType Type => FileType.Directory;

    public override Node Node => Directory;

    public override int Device { get; } = device;
}
