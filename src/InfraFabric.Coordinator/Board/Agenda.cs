namespace InfraFabric.Coordinator.Board;

/// <summary>What has to be looked at when. An entry that has lost its reason is passed over at its time.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Chore, DateTimeOffset> _due = new();

    /// <summary>When the next one is due; null when there is none.</summary>
    public DateTimeOffset? Next => _due.TryPeek(out _, out var at) ? at : null;

    public void Add(DateTimeOffset at, ChoreKind kind, TaskEntry task) => _due.Enqueue(new Chore(kind, task), at);

    public bool TryTake(DateTimeOffset now, out Chore chore)
    {
        chore = default;
        if (!_due.TryPeek(out _, out var at) || at > now)
            return false;
        chore = _due.Dequeue();
        return true;
    }
}
