namespace InfraFabric.Wasm.Wasi.Files;

/// <summary>
/// A file, directory or symbolic link. It takes its place as long as a directory has an entry for it or a descriptor
/// has it open. Times are nanoseconds since 1970.
/// </summary>
internal abstract class Node(ulong id, ulong now)
{
    public ulong Id { get; } = id;

    public int Links { get; private set; }

    public ulong Accessed { get; set; } = now;

    public ulong Modified { get; set; } = now;

    public ulong Changed { get; set; } = now;

    public abstract FileType Type { get; }

    public abstract long Length { get; }

    private int Descriptors { get; set; }

    public void Link() => Links++;

    public void Unlink()
    {
        Links--;
        FreeUnused();
    }

    public void Open() => Descriptors++;

    public void Close()
    {
        Descriptors--;
        FreeUnused();
    }

    public void Touch(ulong now) => (Modified, Changed) = (now, now);

    /// <summary>Gives back what it took from its file system.</summary>
    protected virtual void Free()
    {
    }

    private void FreeUnused()
    {
        if (Links == 0 && Descriptors == 0)
            Free();
    }
}
