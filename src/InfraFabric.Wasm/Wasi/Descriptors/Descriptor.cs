using InfraFabric.Wasm.Wasi.Files;

namespace InfraFabric.Wasm.Wasi.Descriptors;

/// <summary>Something open: what the program may do with it, and with what it opens through it.</summary>
internal abstract class Descriptor(Rights rights, Rights inheriting)
{
    public Rights Rights { get; set; } = rights;

    public Rights Inheriting { get; set; } = inheriting;

    public DescriptorFlags Flags { get; set; }

    public virtual FileType Type => FileType.Unknown;

    /// <summary>Null for a stream.</summary>
    public virtual Node? Node => null;

    /// <summary>The number of the file system that it is of; 0 for a stream.</summary>
    public virtual int Device => 0;

    /// <summary>Bytes that can be read now; 1 stands for some.</summary>
    public virtual long Available => 1;

    /// <summary>Reads here, or at an offset and without moving.</summary>
    public virtual Errno Read(long? offset, Span<byte> buffer, out int count)
    {
        count = 0;
        return Errno.NotCapable;
    }

    /// <summary>Writes all of it here, or at an offset and without moving.</summary>
    public virtual Errno Write(long? offset, ReadOnlySpan<byte> bytes, ulong now) => Errno.NotCapable;

    public virtual Errno Seek(long offset, int whence, out long position)
    {
        position = 0;
        return Errno.NotSeekable;
    }

    public virtual Errno Flush() => Errno.Success;

    public void Open() => Node?.Open();

    public void Close() => Node?.Close();
}
