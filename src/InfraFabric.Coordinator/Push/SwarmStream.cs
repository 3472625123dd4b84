using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace InfraFabric.Coordinator.Push;

/// <summary>
/// A connected event stream of a swarm, or of an observer if it has none. Its queue is bounded: a reader that falls
/// behind loses what waits and is given a fresh picture instead, so that nobody is buffered without end and nobody
/// misses what counts, which is how things are.
/// </summary>
internal sealed class SwarmStream(string? swarm, long session)
{
    private readonly Channel<StreamUpdate> _waiting = Channel.CreateBounded<StreamUpdate>(
        new BoundedChannelOptions(CoordinatorLimits.MaxStreamUpdates) { SingleReader = true });

    /// <summary>Null for an observer.</summary>
    public string? Swarm { get; } = swarm;

    public long Session { get; } = session;

    public StreamEnd? Ended { get; private set; }

    /// <summary>Whether blockers are told to it. Guarded by the board's lock, like the next.</summary>
    public bool Orchestrates { get; set; }

    /// <summary>Updates were lost; the reader needs a picture.</summary>
    public bool Behind { get; set; } = true;

    /// <summary>Called under the board's lock.</summary>
    public void Offer(StreamUpdate update)
    {
        if (Ended is not null || Behind || _waiting.Writer.TryWrite(update))
            return;
        Behind = true;
    }

    public void End(StreamEnd reason)
    {
        Ended ??= reason;
        _waiting.Writer.TryComplete();
    }

    /// <summary>A picture first, then every update; another picture whenever the reader has fallen behind.</summary>
    public async IAsyncEnumerable<StreamUpdate> ReadAsync(
        Func<SwarmStream, StreamUpdate> picture, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_waiting.Reader.TryRead(out var update))
                yield return update;
            if (Behind && Ended is null)
                yield return picture(this);
            else if (!await _waiting.Reader.WaitToReadAsync(cancellationToken))
                yield break;
        }
    }
}
