using InfraFabric.Wasm.Wasi.Files;

namespace InfraFabric.Wasm.Wasi.Descriptors;

/// <summary>An open file and the place in it.</summary>
internal sealed class FileDescriptor(FileNode file, int device, Rights rights, Rights inheriting)
    : Descriptor(rights, inheriting)
{
    private const int FromStart = 0;
    public const int FromHere = 1;
    private const int FromEnd = 2;

    private long _position;

    public FileNode File { get; } = file;

    public override FileType Type => FileType.RegularFile;

    public override Node Node => File;

    public override int Device { get; } = device;

    public override long Available => Math.Max(0, File.Length - _position);

    public override Errno Read(long? offset, Span<byte> buffer, out int count)
    {
        count = File.Read(offset ?? _position, buffer);
        if (offset is null)
            _position += count;
        return Errno.Success;
    }

    public override Errno Write(long? offset, ReadOnlySpan<byte> bytes, ulong now)
    {
        var start = offset ?? (Flags.HasFlag(DescriptorFlags.Append) ? File.Length : _position);
        var error = File.Write(start, bytes);
        if (error != Errno.Success)
            return error;
        if (offset is null)
            _position = start + bytes.Length;
        File.Touch(now);
        return Errno.Success;
    }

    public override Errno Seek(long offset, int whence, out long position)
    {
        var origin = whence switch { FromStart => 0, FromHere => _position, FromEnd => File.Length, _ => -1 };
        position = unchecked(origin + offset);
        if (origin < 0 || position < 0)
            return Errno.Invalid;
        _position = position;
        return Errno.Success;
    }
}
