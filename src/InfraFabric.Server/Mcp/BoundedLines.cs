using InfraFabric.Core.Errors;

namespace InfraFabric.Server.Mcp;

/// <summary>Reads a stream of lines, and ends with an error at one that is too long.</summary>
internal sealed class BoundedLines(Stream inner, int maxLineBytes) : Stream
{
    private long _line;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        Count(buffer.AsSpan(offset, inner.Read(buffer, offset, count)));

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        return Count(buffer.Span[..read]);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Count(ReadOnlySpan<byte> read)
    {
        var end = read.LastIndexOf((byte)'\n');
        // Within one read lines are shorter than its buffer, which is far below the limit.
        _line = end < 0 ? _line + read.Length : read.Length - end - 1;
        return _line <= maxLineBytes ? read.Length : throw new FabricException(ErrorTable.LimitExceeded,
            "A message is too long.", $"A line on standard input has at most {maxLineBytes} bytes.",
            "Send less at a time; put what is large into the blob area.");
    }
}
