using InfraFabric.Coordinator.Board;

namespace InfraFabric.Coordinator.Push;

/// <summary>A connected stream, as the one who reads it holds it. Disposing it disconnects.</summary>
public sealed class SwarmSubscription : IDisposable
{
    private readonly TaskBoard _board;
    private readonly SwarmStream _stream;

    internal SwarmSubscription(TaskBoard board, SwarmStream stream)
    {
        _board = board;
        _stream = stream;
    }

    /// <summary>Why it was ended from this side; null while it was not.</summary>
    public StreamEnd? Ended => _stream.Ended;

    /// <summary>
    /// A picture of all that is with the swarm, then every change in the order of the revisions; another picture
    /// whenever the reader was too slow. One reader at a time.
    /// </summary>
    public IAsyncEnumerable<StreamUpdate> ReadAsync(CancellationToken cancellationToken = default) =>
        _stream.ReadAsync(_board.Picture, cancellationToken);

    public void Dispose() => _board.Disconnect(_stream);
}
