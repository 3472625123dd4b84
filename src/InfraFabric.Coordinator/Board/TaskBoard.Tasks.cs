using System.Text.Json;
using InfraFabric.Coordinator.Records;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator.Board;

/// <content>How tasks come onto the board, change on it, and leave it.</content>
internal sealed partial class TaskBoard
{
    private static ReadOnlySpan<byte> FreshBytes => "{\"stage\":\"open\"}"u8;

    private static TaskRecord ReadRecord(TaskEntry task, Record record)
    {
        var bytes = record.Value.Span;
        var written = task.Written;
        task.Written = null;
        if (bytes.SequenceEqual(FreshBytes))
            return TaskRecord.Fresh;
        return written is { } own && bytes.SequenceEqual(own.Bytes)
            ? own.Record
            : JsonSerializer.Deserialize(bytes, CoordinatorJson.Stored.TaskRecord) ?? TaskRecord.Fresh;
    }

    private TaskState StateUnderLock(TaskEntry task) =>
        task.Record.Stage == TaskStage.Open && (task.OpenDependencies > 0 || IsPaused(task))
            ? TaskState.Waiting
            : StateOf(task.Record);

    public static TaskState StateOf(TaskRecord record) => record.Stage switch
    {
        TaskStage.Open => TaskState.Ready,
        TaskStage.Claimed => record.Claim?.Phase switch
        {
            WorkPhase.Running => TaskState.Running,
            WorkPhase.Blocked => TaskState.Blocked,
            _ => TaskState.Claimed,
        },
        TaskStage.Completed => TaskState.Completed,
        TaskStage.Failed => TaskState.Failed,
        TaskStage.Cancelled => TaskState.Cancelled,
        _ => TaskState.Dead,
    };

    private bool IsPaused(TaskEntry task) => task.Record.NotBefore is { } at && at > time.GetUtcNow();

    private void ApplySpec(ReadOnlySpan<char> name, Record? record)
    {
        if (!TryTask(name, out var task))
            return;
        if (record is null)
        {
            Forget(task);
            return;
        }

        if (!task.SpecBytes.IsEmpty)
            return;
        task.SpecBytes = record.Value;
        var spec = task.ReadSpec();
        task.Age = ++_age;
        task.Priority = spec.Priority;
        task.FairnessKey = spec.FairnessKey is null ? "" : string.Intern(spec.FairnessKey);
        task.FairnessWeight = (float)(spec.FairnessWeight ?? 1);
        task.StallAfterS = spec.StallAfterS;
        task.Lane = LaneOf(spec.Requires ?? []);
        if (spec.DependsOn is { Count: > 0 } dependsOn)
            DependOn(task, dependsOn);
        if (spec.Deadline is { } deadline)
            _agenda.Add(deadline, ChoreKind.Deadline, task);
        Settle(task);
    }

    private void ApplyTask(ReadOnlySpan<char> name, Record? record)
    {
        if (record is null || !TryTask(name, out var task) || record.ModifyRevision <= task.ModifyRevision)
            return;
        var before = task.Record;
        var wasWhole = task.IsWhole;
        task.Record = ReadRecord(task, record);
        task.ModifyRevision = record.ModifyRevision;
        task.Key = record.Key;
        EndReservation(task);
        if (task.Turn > 0 && (task.Record.Offer is not null || task.Record.Claim is not null))
            TurnsOf(task.Priority).Serve(task.Turn);
        CountEnds(task, before, wasWhole);
        MoveBetweenSwarms(task, before);
        if (task.Record.Stage == TaskStage.Completed && before.Stage != TaskStage.Completed)
            Release(task.Dependents);
        else if (task.Record.IsEnded && task.Dependents is { } waiting)
            waiting.ForEach(dependent => AddChore(ChoreKind.DependencyFailed, dependent));
        Settle(task, wasWhole);
        TellObservers(task);
    }

    private void CountEnds(TaskEntry task, TaskRecord before, bool wasWhole)
    {
        if (before.IsEnded == task.Record.IsEnded)
            return;
        var change = task.Record.IsEnded ? -1 : 1;
        if (wasWhole)
        {
            OpenTasks += change;
            Need(task, change);
        }

        if (task.Record is { IsEnded: true, EndedAt: { } endedAt })
            _agenda.Add(endedAt + keepEnded, ChoreKind.Expired, task);
    }

    private void Need(TaskEntry task, int change)
    {
        foreach (var id in task.DependsOn)
        {
            if (_tasks.TryGetValue(id, out var dependency))
                dependency.NeededBy += change;
        }
    }

    /// <summary>What follows from the two records of a task once both are known.</summary>
    private void Settle(TaskEntry task, bool wasWhole = false)
    {
        if (!task.IsWhole)
            return;
        if (!wasWhole && !task.Record.IsEnded)
        {
            OpenTasks++;
            Need(task, 1);
        }

        if (task.Record.Stage == TaskStage.Completed)
            task.Dependents = null;
        if (_blockers.ContainsKey(task.Id))
            AddChore(ChoreKind.BlockerOver, task);
        Requeue(task);
    }

    /// <summary>Keeps the counts of the states in step with a task.</summary>
    private void Tally(TaskEntry task)
    {
        TaskState? state = task.IsWhole ? StateUnderLock(task) : null;
        if (state == task.CountedAs)
            return;
        if (task.CountedAs is { } before)
            _states[(int)before]--;
        if (state is { } now)
            _states[(int)now]++;
        task.CountedAs = state;
    }

    /// <summary>Puts a task into its lane, or takes it out, as its records and reservation say.</summary>
    private void Requeue(TaskEntry task)
    {
        Tally(task);
        var ready = task is { IsWhole: true, ReservedFor: null, OpenDependencies: 0, Record.Stage: TaskStage.Open }
            && task.Record.Offer is null;
        if (ready && IsPaused(task))
        {
            _agenda.Add(task.Record.NotBefore!.Value, ChoreKind.PauseOver, task);
            ready = false;
        }

        // Also one that was assigned as it was added takes its turn.
        if (task.Turn == 0 && task is { IsWhole: true, OpenDependencies: 0, Record.IsEnded: false })
            task.Turn = TurnsOf(task.Priority).Next(task.FairnessKey, task.FairnessWeight);

        if (ready == task.Queued)
            return;
        if (!ready)
        {
            task.Lane!.Remove(task);
            return;
        }

        task.Lane!.Add(task);
        if (_idleHere > 0)
            _freshlyReady.Add(task);
    }

    private FairTurns TurnsOf(int priority)
    {
        if (!_turns.TryGetValue(priority, out var turns))
            _turns.Add(priority, turns = new FairTurns());
        return turns;
    }

    private bool TryTask(ReadOnlySpan<char> name, out TaskEntry task)
    {
        task = null!;
        if (!Guid.TryParseExact(name, "D", out var value))
            return false;
        var id = TaskId.From(value);
        if (!_tasks.TryGetValue(id, out task!))
            _tasks.Add(id, task = new TaskEntry(id));
        return true;
    }

    private void DependOn(TaskEntry task, IReadOnlyList<string> ids)
    {
        task.DependsOn = [.. ids.Select(TaskId.Parse)];
        foreach (var id in task.DependsOn)
        {
            if (!_tasks.TryGetValue(id, out var dependency))
                _tasks.Add(id, dependency = new TaskEntry(id));
            dependency.NamedBy++;
            if (dependency.Record.Stage == TaskStage.Completed)
                continue;
            task.OpenDependencies++;
            (dependency.Dependents ??= []).Add(task);
            if (dependency.Record.IsEnded)
                AddChore(ChoreKind.DependencyFailed, task);
        }
    }

    private void Release(List<TaskEntry>? dependents)
    {
        foreach (var dependent in dependents ?? [])
        {
            dependent.OpenDependencies--;
            Requeue(dependent);
        }
    }

    private void Forget(TaskEntry task)
    {
        if (task.IsWhole && !task.Record.IsEnded)
        {
            OpenTasks--;
            Need(task, -1);
        }

        if (task.Queued)
            task.Lane!.Remove(task);
        var before = task.Record;
        task.SpecBytes = default;
        task.Record = TaskRecord.Fresh;
        EndReservation(task);
        MoveBetweenSwarms(task, before);
        Tally(task);
        _tasks.Remove(task.Id);
        foreach (var id in task.DependsOn)
        {
            // What was only ever named here stands for a task that is gone.
            if (_tasks.GetValueOrDefault(id) is { } named && --named.NamedBy == 0 && named.IsUnknown)
                _tasks.Remove(id);
        }
    }

    private Lane LaneOf(IReadOnlyList<string> required)
    {
        var name = string.Join(',', required);
        if (_lanes.TryGetValue(name, out var lane))
            return lane;
        _lanes.Add(name, lane = new Lane(required));
        foreach (var set in _sets.Values)
            Link(lane, set);
        return lane;
    }
}
