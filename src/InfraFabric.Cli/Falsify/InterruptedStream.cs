namespace InfraFabric.Cli.Falsify;

/// <summary>
/// A stream at which something happens once, after so many bytes: a commit, a failure, the end of a process.
/// </summary>
internal sealed class InterruptedStream(Stream inner, long afterBytes, Func<Task> interrupt) : Stream
{
    private long _bytes;
    private bool _happened;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => throw new NotSupportedException("An interrupted stream goes one way.");
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await inner.WriteAsync(buffer, cancellationToken);
        await CountAsync(buffer.Length);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await CountAsync(0);
        var read = await inner.ReadAsync(buffer, cancellationToken);
        _bytes += read;
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Backups are written asynchronously.");

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Backups are read asynchronously.");

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) =>
        throw new NotSupportedException("An interrupted stream goes one way.");

    public override void SetLength(long value) => inner.SetLength(value);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private async Task CountAsync(int bytes)
    {
        _bytes += bytes;
        if (_happened || _bytes < afterBytes)
            return;
        _happened = true;
        await interrupt();
    }
}
