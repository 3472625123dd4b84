using InfraFabric.Core.Ids;

namespace InfraFabric.Coordinator.Board;

/// <summary>The ready tasks that require the same capabilities, best first.</summary>
internal sealed class Lane(IReadOnlyList<string> required)
{
    private const int StaleBeforeRebuilding = 1024;

    // A task that was taken from the middle stays in the heap until it comes up or there are too many of its like.
    private PriorityQueue<(TaskEntry Task, int Stamp), ReadyOrder> _heap = new();

    public IReadOnlyList<Capability> RequiredCapabilities { get; } = [.. required.Select(Capability.Parse)];

    /// <summary>The capability sets that are qualified for it, and how well each matches.</summary>
    public List<(CapabilitySet Set, double Match)> Sets { get; } = [];

    /// <summary>How many tasks are ready.</summary>
    public int Count { get; private set; }

    public void Add(TaskEntry task)
    {
        task.Queued = true;
        _heap.Enqueue((task, ++task.QueueStamp), task.Order);
        Count++;
    }

    public void Remove(TaskEntry task)
    {
        task.Queued = false;
        Count--;
        if (_heap.Count > (2 * Count) + StaleBeforeRebuilding)
            Rebuild();
    }

    /// <summary>The best ready task; null if there is none.</summary>
    public TaskEntry? Peek()
    {
        while (_heap.TryPeek(out var top, out _))
        {
            if (IsCurrent(top))
                return top.Task;
            _heap.Dequeue();
        }

        return null;
    }

    private static bool IsCurrent((TaskEntry Task, int Stamp) node) =>
        node.Task.Queued && node.Task.QueueStamp == node.Stamp;

    private void Rebuild() => _heap = new PriorityQueue<(TaskEntry Task, int Stamp), ReadyOrder>(
        _heap.UnorderedItems.Where(node => IsCurrent(node.Element)));
}
