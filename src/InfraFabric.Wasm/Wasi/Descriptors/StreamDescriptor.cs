namespace InfraFabric.Wasm.Wasi.Descriptors;

/// <summary>
/// Standard input, output or error: a stream of the host, or none. What is read from none is at its end, what is
/// written to none is dropped.
/// </summary>
internal sealed class StreamDescriptor(Stream? stream, Rights rights) : Descriptor(rights, Rights.None)
{
    public override Errno Read(long? offset, Span<byte> buffer, out int count)
    {
        count = 0;
        if (offset is not null)
            return Errno.NotSeekable;
        try
        {
            count = stream?.Read(buffer) ?? 0;
            return Errno.Success;
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            return Errno.InputOutput;
        }
    }

    public override Errno Write(long? offset, ReadOnlySpan<byte> bytes, ulong now)
    {
        if (offset is not null)
            return Errno.NotSeekable;
        try
        {
            stream?.Write(bytes);
            return Errno.Success;
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            return Errno.InputOutput;
        }
    }

    public override Errno Flush()
    {
        try
        {
            stream?.Flush();
            return Errno.Success;
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            return Errno.InputOutput;
        }
    }

    private static bool IsFailure(Exception exception) =>
        exception is IOException or ObjectDisposedException or NotSupportedException or UnauthorizedAccessException;
}
