using InfraFabric.Coordinator.Push;

namespace InfraFabric.Coordinator.Board;

/// <content>Who is told what. Everything here happens in the order of the revisions.</content>
internal sealed partial class TaskBoard
{
    private readonly Dictionary<SwarmStream, StreamUpdate> _told = [];
    private readonly HashSet<SwarmStream> _streams = [];
    private int _observers;

    /// <summary>
    /// Connects a swarm's stream; false if the session it was opened for is not the swarm's. A stream that was
    /// connected before is told to end.
    /// </summary>
    public bool Connect(SwarmStream stream)
    {
        bool work;
        lock (_lock)
        {
            if (_swarms.GetValueOrDefault(stream.Swarm!) is not { Profile: not null } swarm
                || swarm.Session != stream.Session)
            {
                return false;
            }

            swarm.Stream?.End(StreamEnd.Replaced);
            Unlist(swarm);
            swarm.Stream = stream;
            stream.Orchestrates = swarm.Profile.Orchestrator;
            _streams.Add(stream);
            List(swarm);
            work = Match();
        }

        if (work)
            Changed();
        return true;
    }

    /// <summary>Connects a stream that sees every change of every task.</summary>
    public void Observe(SwarmStream stream)
    {
        lock (_lock)
            _observers += _streams.Add(stream) ? 1 : 0;
    }

    public void Disconnect(SwarmStream stream)
    {
        lock (_lock)
        {
            if (_streams.Remove(stream) && stream.Swarm is null)
                _observers--;
            if (stream.Swarm is null || _swarms.GetValueOrDefault(stream.Swarm) is not { } swarm
                || swarm.Stream != stream)
            {
                return;
            }

            Unlist(swarm);
            swarm.Stream = null;
        }
    }

    /// <summary>
    /// What a stream has to know to go on from: all that is with its swarm now. From then on it is fed again.
    /// </summary>
    public StreamUpdate Picture(SwarmStream stream)
    {
        lock (_lock)
        {
            stream.Behind = false;
            var update = new StreamUpdate(Revision, IsPicture: true);
            if (stream.Swarm is { } name && _swarms.GetValueOrDefault(name) is { } swarm)
            {
                foreach (var task in swarm.Offered.OrderBy(task => task.Order))
                    update.Events.Add(EventOf(StreamEventKind.Assigned, task));
                foreach (var task in swarm.Held.OrderBy(task => task.Order))
                    update.Events.Add(EventOf(StreamEventKind.Held, task));
                update.Events.AddRange(HelpOf(name));
            }

            if (stream.Orchestrates)
            {
                foreach (var blocker in BlockersInOrder())
                    update.Events.Add(new StreamEvent(StreamEventKind.Blocker, blocker));
            }

            return update;
        }
    }

    private void TellSwarm(SwarmEntry swarm, StreamEvent happened)
    {
        if (swarm.Stream is { } stream)
            Note(stream, happened);
    }

    private void TellObservers(TaskEntry task)
    {
        if (_observers == 0)
            return;
        foreach (var stream in _streams)
        {
            if (stream.Swarm is null)
                Note(stream, EventOf(StreamEventKind.Changed, task));
        }
    }

    /// <summary>Tells every stream that it ends here.</summary>
    public void EndStreams(StreamEnd reason)
    {
        lock (_lock)
        {
            foreach (var stream in _streams)
                stream.End(reason);
        }
    }

    private StreamEvent EventOf(StreamEventKind kind, TaskEntry task) =>
        new(kind, task, StateUnderLock(task), _spent.GetValueOrDefault(task.Id));

    private void Note(SwarmStream stream, StreamEvent happened)
    {
        if (!_told.TryGetValue(stream, out var update))
            _told.Add(stream, update = new StreamUpdate(0, IsPicture: false));
        update.Events.Add(happened);
    }

    private void Tell(long revision)
    {
        if (_told.Count == 0)
            return;
        foreach (var (stream, update) in _told)
            stream.Offer(update with { Revision = revision });
        _told.Clear();
    }
}
