namespace InfraFabric.Wasm.Wasi.Files;

/// <summary>What a file system holds now, and whether it may hold more.</summary>
internal sealed class StorageQuota(FileSystemLimits limits)
{
    public long Bytes { get; private set; }

    public int Entries { get; private set; }

    public bool TryTakeBytes(long bytes)
    {
        if (bytes > limits.MaxBytes - Bytes)
            return false;
        Bytes += bytes;
        return true;
    }

    public bool TryTakeEntry()
    {
        if (Entries >= limits.MaxEntries)
            return false;
        Entries++;
        return true;
    }

    public void GiveBytes(long bytes) => Bytes -= bytes;

    public void GiveEntry() => Entries--;
}
