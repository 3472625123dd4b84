namespace InfraFabric.Wasm.Wasi.Files;

/// <summary>A file: bytes in one block, which grows as it is written.</summary>
internal sealed class FileNode(ulong id, ulong now, StorageQuota quota) : Node(id, now)
{
    private byte[] _bytes = [];
    private int _length;

    public override FileType Type => FileType.RegularFile;

    public override long Length => _length;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public int Read(long offset, Span<byte> buffer)
    {
        if (offset >= _length)
            return 0;
        var count = Math.Min(buffer.Length, _length - (int)offset);
        _bytes.AsSpan((int)offset, count).CopyTo(buffer);
        return count;
    }

    public Errno Write(long offset, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return Errno.Success;
        if (offset > Array.MaxLength - bytes.Length)
            return Errno.FileTooLarge;
        if (offset + bytes.Length > _length && Resize(offset + bytes.Length) is not Errno.Success and var error)
            return error;
        bytes.CopyTo(_bytes.AsSpan((int)offset));
        return Errno.Success;
    }

    /// <summary>Cuts it off, or adds zeros.</summary>
    public Errno Resize(long length)
    {
        if (length > Array.MaxLength)
            return Errno.FileTooLarge;
        if (!quota.TryTakeBytes(length - _length))
            return Errno.NoSpace;
        if (length < _length)
            _bytes.AsSpan((int)length, _length - (int)length).Clear();
        _length = (int)length;
        Fit();
        return Errno.Success;
    }

    // The block is at most four times what the quota counts.
    private void Fit()
    {
        if (_length > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Max(_length, Math.Min(2L * _bytes.Length, Array.MaxLength)));
        else if (_length < _bytes.Length / 4)
            Array.Resize(ref _bytes, _length);
    }

    protected override void Free()
    {
        quota.GiveBytes(_length);
        (_bytes, _length) = ([], 0);
    }
}
