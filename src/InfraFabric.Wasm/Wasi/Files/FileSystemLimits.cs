namespace InfraFabric.Wasm.Wasi.Files;

/// <summary>How much a file system in memory holds. What would be more is refused as a full disk is.</summary>
public sealed record FileSystemLimits
{
    public static FileSystemLimits Default { get; } = new();

    /// <summary>The contents of all files and symbolic links together.</summary>
    public long MaxBytes { get; init; } = 64 << 20;

    /// <summary>The entries of all directories together.</summary>
    public int MaxEntries { get; init; } = 10_000;
}
