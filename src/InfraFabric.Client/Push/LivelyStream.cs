namespace InfraFabric.Client.Push;

/// <summary>
/// Fails a read that takes too long. The other end of a connection can vanish without a sign, and its silence is the
/// only way to notice.
/// </summary>
internal sealed class LivelyStream(Stream inner, TimeSpan longestSilence, TimeProvider time) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw OneWay();

    public override long Position
    {
        get => throw OneWay();
        set => throw OneWay();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var patience = new CancellationTokenSource(longestSilence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await inner.ReadAsync(buffer, either.Token);
        }
        catch (OperationCanceledException silent) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"Nothing came for {longestSilence.TotalSeconds:0} s.", silent);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw OneWay();

    public override void Write(byte[] buffer, int offset, int count) => throw OneWay();

    public override void Flush() => throw OneWay();

    public override long Seek(long offset, SeekOrigin origin) => throw OneWay();

    public override void SetLength(long value) => throw OneWay();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private static NotSupportedException OneWay() => new("A stream of events is read asynchronously, once.");
}
