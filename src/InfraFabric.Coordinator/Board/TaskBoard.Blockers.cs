using System.Text.Json;
using InfraFabric.Coordinator.Blockers;
using InfraFabric.Coordinator.Push;
using InfraFabric.Coordinator.Records;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator.Board;

/// <content>Who waits for whom.</content>
internal sealed partial class TaskBoard
{
    private readonly Dictionary<TaskId, (BlockerRecord Record, long ModifyRevision)> _blockers = [];

    public IReadOnlyList<BlockerRecord> Blockers()
    {
        lock (_lock)
            return [.. BlockersInOrder()];
    }

    public IReadOnlyList<BlockerRecord> BlockersOf(BlockerKind kind)
    {
        lock (_lock)
        {
            return _blockers.Count == 0
                ? []
                : [.. BlockersInOrder().Where(blocker => blocker.Kind == kind)];
        }
    }

    public (BlockerRecord Record, long ModifyRevision)? FindBlocker(TaskId id)
    {
        lock (_lock)
            return _blockers.TryGetValue(id, out var blocker) ? blocker : null;
    }

    /// <summary>Looks for claims whose owners have been silent for too long.</summary>
    public void FindStalls()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            foreach (var swarm in _swarms.Values)
            {
                foreach (var task in swarm.Held)
                {
                    if (task.Record.Claim is { Phase: not WorkPhase.Blocked } claim
                        && now - (claim.HeardAt ?? claim.Since) > TimeSpan.FromSeconds(task.StallAfterS)
                        && !_blockers.ContainsKey(task.Id))
                    {
                        AddChore(ChoreKind.Stall, task);
                    }
                }
            }
        }
    }

    /// <summary>A dependency of a task that has ended without being completed; null if there is none.</summary>
    public TaskId? FailedDependency(TaskEntry task)
    {
        lock (_lock)
        {
            foreach (var id in task.DependsOn)
            {
                if (_tasks.GetValueOrDefault(id) is { Record: { IsEnded: true, Stage: not TaskStage.Completed } })
                    return id;
            }

            return null;
        }
    }

    /// <summary>A circle of tasks, each waiting for the next, through this one; null if there is none.</summary>
    public IReadOnlyList<string>? CycleThrough(TaskEntry start)
    {
        lock (_lock)
        {
            var path = new List<TaskEntry>();
            return Reaches(start, start, path, []) ? [.. path.Select(task => task.Id.ToString())] : null;
        }
    }

    private bool Reaches(TaskEntry from, TaskEntry goal, List<TaskEntry> path, HashSet<TaskEntry> seen)
    {
        // An explicit stack: a long chain of tasks must not become a deep call.
        var steps = new Stack<(TaskEntry Task, IEnumerator<TaskEntry> Next)>();
        steps.Push((from, WaitedFor(from).GetEnumerator()));
        while (steps.TryPeek(out var step))
        {
            if (!step.Next.MoveNext())
            {
                steps.Pop();
                continue;
            }

            var next = step.Next.Current;
            if (next == goal)
            {
                path.AddRange(steps.Reverse().Select(s => s.Task));
                return true;
            }

            if (seen.Add(next))
                steps.Push((next, WaitedFor(next).GetEnumerator()));
        }

        return false;
    }

    private IEnumerable<TaskEntry> WaitedFor(TaskEntry task)
    {
        if (task.Record.IsEnded)
            yield break;
        var ids = _blockers.TryGetValue(task.Id, out var blocker) && blocker.Record.WaitsFor is { } waitsFor
            ? task.DependsOn.Concat(waitsFor.Select(TaskId.Parse))
            : task.DependsOn;
        foreach (var id in ids)
        {
            if (_tasks.GetValueOrDefault(id) is { Record.IsEnded: false } next)
                yield return next;
        }
    }

    private IEnumerable<BlockerRecord> BlockersInOrder() =>
        _blockers.Values.Select(blocker => blocker.Record).OrderBy(blocker => blocker.RaisedAt);

    private void ApplyBlocker(ReadOnlySpan<char> name, Record? record)
    {
        if (!Guid.TryParseExact(name, "D", out var value))
            return;
        var id = TaskId.From(value);
        if (record is null)
        {
            if (_blockers.Remove(id, out var over))
                TellOrchestrators(new StreamEvent(StreamEventKind.BlockerResolved, over.Record));
            return;
        }

        var blocker = JsonSerializer.Deserialize(record.Value.Span, CoordinatorJson.Stored.BlockerRecord);
        if (blocker is null)
            return;
        _blockers[id] = (blocker, record.ModifyRevision);
        if (blocker is { Kind: BlockerKind.Declared, WaitsFor: not null } && _tasks.TryGetValue(id, out var task))
            AddChore(ChoreKind.Cycle, task);
        TellOrchestrators(new StreamEvent(StreamEventKind.Blocker, blocker));
    }

    private void TellOrchestrators(StreamEvent happened)
    {
        foreach (var stream in _streams)
        {
            if (stream.Orchestrates)
                Note(stream, happened);
        }
    }
}
