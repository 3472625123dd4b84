using System.Threading.Channels;

namespace InfraFabric.State.Following;

/// <summary>Wakes one loop: a signal given while it works is not lost, many count as one.</summary>
public sealed class Signal : IDisposable
{
    private readonly Channel<bool> _given = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly ITimer _timer;

    public Signal(TimeProvider time) =>
        _timer = time.CreateTimer(_ => Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Set() => _given.Writer.TryWrite(true);

    /// <summary>Waits for a signal, or for a time if one is given.</summary>
    public async ValueTask WaitAsync(TimeSpan? atMost, CancellationToken cancellationToken)
    {
        if (atMost is { } wait)
            _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await _given.Reader.ReadAsync(cancellationToken);
    }

    public void Dispose() => _timer.Dispose();
}
