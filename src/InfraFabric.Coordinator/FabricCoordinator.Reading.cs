using InfraFabric.Coordinator.Board;
using InfraFabric.Coordinator.Records;
using InfraFabric.Coordinator.Swarms;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Retry;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator;

/// <content>What there is to see.</content>
public sealed partial class FabricCoordinator
{
    // A filter that fits few tasks ends a page early instead of reading the whole store in one call.
    private const int MaxTasksLooked = 20_000;

    private readonly SharedReads _taskReads;

    /// <summary>A task as it is now; null if there is none.</summary>
    public async ValueTask<TaskView?> ShowAsync(TaskId id, CancellationToken cancellationToken = default)
    {
        if (await FindTaskAsync(id, cancellationToken) is not { } task
            || await ReadTaskAsync(id, cancellationToken) is not { } stored)
        {
            return null;
        }

        return new TaskView(
            id, _board.StateOf(task, stored.Record), task.SpecBytes, stored.Record, stored.ModifyRevision,
            await ReadSpentAsync(id, cancellationToken));
    }

    /// <summary>The result that a completed task was given, as JSON; null if it has none in the store.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ResultAsync(
        TaskId id, CancellationToken cancellationToken = default) =>
        (await _store.GetAsync(Keys.Result(id), null, cancellationToken))?.Value;

    /// <summary>One page of tasks, the oldest first.</summary>
    public async ValueTask<TaskPage> ListAsync(TaskFilter filter, CancellationToken cancellationToken = default)
    {
        Require.Within(filter.Limit, 1, StateLimits.MaxPageSize, "limit");
        var found = new List<TaskView>();
        var after = filter.After is { } last ? Keys.Spec(last) : (RecordKey?)null;
        for (var looked = 0; ;)
        {
            var page = await _store.ListAsync(
                new ListQuery(Keys.Specs, StateLimits.MaxPageSize) { After = after }, cancellationToken);
            foreach (var record in page.Records)
            {
                after = record.Key;
                if (_board.Find(TaskId.Parse(record.Key.Text[Keys.Specs.Length..])) is { } task
                    && _board.View(task) is var view && filter.Takes(view))
                {
                    found.Add(view);
                }

                if (found.Count == filter.Limit)
                    return new TaskPage(found, IdOf(after.Value));
            }

            looked += page.Records.Count;
            if (!page.More)
                return new TaskPage(found, null);
            if (looked >= MaxTasksLooked)
                return new TaskPage(found, IdOf(after!.Value));
        }
    }

    /// <summary>All swarms in the order of their names.</summary>
    public IReadOnlyList<SwarmView> Swarms() => _board.Swarms();

    public SwarmView? FindSwarm(SwarmName name) => _board.ViewSwarm(name.Text);

    /// <summary>The tasks that a swarm owns, and those that are offered to it.</summary>
    public IReadOnlyList<TaskView> TasksWith(SwarmName name) => _board.TasksWith(name.Text);

    /// <summary>How things stand.</summary>
    public async ValueTask<CoordinatorStatus> StatusAsync(CancellationToken cancellationToken = default)
    {
        var stats = await _store.GetStatsAsync(cancellationToken);
        return _board.Status(stats, _meter.Read());
    }

    private static TaskId IdOf(RecordKey key) => TaskId.Parse(key.Text[Keys.Specs.Length..]);

    /// <summary>A task on the board; one that the watch has not brought yet is waited for.</summary>
    private async ValueTask<TaskEntry?> FindTaskAsync(TaskId id, CancellationToken cancellationToken)
    {
        if (_board.Find(id) is { } task)
            return task;
        if (await _store.GetAsync(Keys.Task(id), null, cancellationToken) is not { } record)
            return null;
        await _board.ReachAsync(record.ModifyRevision, cancellationToken);
        return _board.Find(id);
    }

    private async ValueTask<(TaskRecord Record, long ModifyRevision)?> ReadTaskAsync(
        TaskId id, CancellationToken cancellationToken) =>
        await _taskReads.GetAsync(Keys.Task(id), cancellationToken) is { } record
            ? (RecordBytes.ReadTask(record), record.ModifyRevision)
            : null;

    /// <summary>What is said of a task that there is not, here and by whoever asks the coordinator.</summary>
    public static FabricException NoSuchTask(TaskId id) => new(ErrorTable.NotFound,
        $"There is no task {id}.", "It was never added here, or it has been removed since.",
        "See what there is: ifctl task list.");

    private static FabricException Races() => new(ErrorTable.Overloaded,
        "The call was overtaken too often.",
        $"Others changed the same record each of {CoordinatorLimits.MaxRaces} times that it was tried.",
        "Try again.")
    {
        Retry = new RetryEnvelope(CoordinatorLimits.MaxRaces, 50),
    };
}
