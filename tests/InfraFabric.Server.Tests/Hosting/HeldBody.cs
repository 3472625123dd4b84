namespace InfraFabric.Server.Tests.Hosting;

/// <summary>The body of an answer whose reader takes nothing until a test lets it, and which keeps count.</summary>
internal sealed class HeldBody : MemoryStream
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _unflushed;

    /// <summary>Done once something has been sent that nobody takes.</summary>
    public Task Held => _held.Task;

    /// <summary>The most bytes that were sent at a time.</summary>
    public long MostAtOnce { get; private set; }

    /// <summary>All that was sent.</summary>
    public long Total { get; private set; }

    /// <summary>From now on everything is taken at once.</summary>
    public void Take() => _taken.TrySetResult();

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _unflushed += buffer.Length;
        _held.TrySetResult();
        await _taken.Task.WaitAsync(cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        MostAtOnce = Math.Max(MostAtOnce, _unflushed);
        Total += _unflushed;
        _unflushed = 0;
        return Task.CompletedTask;
    }
}
