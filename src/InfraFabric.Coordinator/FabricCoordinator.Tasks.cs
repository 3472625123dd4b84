using InfraFabric.Coordinator.Board;
using InfraFabric.Coordinator.Records;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Retry;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator;

/// <content>Adding tasks, and ending them from outside.</content>
public sealed partial class FabricCoordinator
{
    /// <summary>
    /// Adds a task. An idempotency key that has been used already is answered with the task it made; if that one was
    /// to do something else, the call is refused.
    /// </summary>
    public async ValueTask<AddOutcome> AddAsync(
        TaskDraft draft, Cause cause, CancellationToken cancellationToken = default)
    {
        RequireRoom(1);
        var spec = draft.ToSpec(TaskId.New(_ids), _options, _time.GetUtcNow(), cause.Actor);
        await RequireDependenciesAsync(spec.DependsOn, cancellationToken);
        return await CommitNewAsync(spec, cause, cancellationToken);
    }

    /// <summary>
    /// Adds tasks that may depend on each other by the names that the call gives them. They are ordered so that each
    /// follows what it depends on; a circle is refused before any is added. Each is added by itself: a call that is
    /// cut off is finished by making it again, if its tasks have idempotency keys.
    /// </summary>
    public async ValueTask<IReadOnlyList<AddOutcome>> AddManyAsync(
        IReadOnlyList<TaskDraft> drafts, Cause cause, CancellationToken cancellationToken = default)
    {
        Require.AtMost(drafts.Count, CoordinatorLimits.MaxTasksPerCall, "tasks");
        RequireRoom(drafts.Count);
        var order = DependencyOrder.Of(drafts);
        var added = new Dictionary<string, string>(StringComparer.Ordinal);
        var outcomes = new AddOutcome[drafts.Count];
        var pending = new List<(int Index, Task<AddOutcome> Added)>();
        foreach (var index in order)
        {
            var draft = drafts[index];
            if (draft.DependsOn is { Count: > 0 })
                await FinishAsync(pending, drafts, outcomes, added);
            var named = draft with { DependsOn = draft.DependsOn?.Select(d => added.GetValueOrDefault(d, d)).ToList() };
            var spec = named.ToSpec(TaskId.New(_ids), _options, _time.GetUtcNow(), cause.Actor);
            await RequireDependenciesAsync(spec.DependsOn, cancellationToken);
            pending.Add((index, CommitNewAsync(spec, cause, cancellationToken).AsTask()));
        }

        await FinishAsync(pending, drafts, outcomes, added);
        return outcomes;
    }

    /// <summary>Calls a task off, whoever works on it. One that has ended stays as it is.</summary>
    public ValueTask<AdminOutcome> CancelAsync(
        TaskId id, string? reason, Cause cause, CancellationToken cancellationToken = default) =>
        AdministerAsync(
            id, cause, "task.cancel",
            (record, revision) => record.IsEnded ? null
                : End(record, record.FenceAt(revision), TaskStage.Cancelled, reason ?? cause.Why ?? "called off"),
            already: record => record.Stage == TaskStage.Cancelled, cancellationToken);

    /// <summary>Gives a task that has ended without success all its attempts again.</summary>
    public ValueTask<AdminOutcome> RequeueAsync(
        TaskId id, Cause cause, CancellationToken cancellationToken = default) =>
        AdministerAsync(
            id, cause, "task.requeue",
            (record, _) => record.Stage is TaskStage.Dead or TaskStage.Failed or TaskStage.Cancelled
                ? TaskRecord.Fresh with { Checkpoint = record.Checkpoint }
                : null,
            already: record => record.Stage == TaskStage.Open, cancellationToken);

    /// <summary>Takes a task out of the dead letters for good.</summary>
    public ValueTask<AdminOutcome> DiscardAsync(
        TaskId id, Cause cause, CancellationToken cancellationToken = default) =>
        AdministerAsync(
            id, cause, "task.discard",
            (record, _) => record.Stage is TaskStage.Dead or TaskStage.Failed
                ? record with { Stage = TaskStage.Cancelled, Reason = cause.Why ?? "discarded" }
                : null,
            already: record => record.Stage == TaskStage.Cancelled, cancellationToken);

    private static async ValueTask FinishAsync(
        List<(int Index, Task<AddOutcome> Added)> pending, IReadOnlyList<TaskDraft> drafts, AddOutcome[] outcomes,
        Dictionary<string, string> added)
    {
        foreach (var (index, adding) in pending)
        {
            outcomes[index] = await adding;
            if (drafts[index].Name is { } name)
                added[name] = outcomes[index].Spec.Id;
        }

        pending.Clear();
    }

    private async ValueTask<AddOutcome> CommitNewAsync(TaskSpec spec, Cause cause, CancellationToken cancellationToken)
    {
        var id = TaskId.Parse(spec.Id);
        var kept = spec.DependsOn is null ? _board.ReserveSwarmFor(id, spec.Requires ?? []) : null;
        var commit = NewTaskCommit(id, spec, kept?.Swarm, cause);
        var outcome = default(CommitOutcome);
        try
        {
            outcome = await _store.CommitAsync(commit, cancellationToken);
        }
        finally
        {
            if (!outcome.Succeeded && kept is { } unused)
                _board.GiveBack(unused);
        }

        if (outcome.FailedGuard >= 0 && outcome.FailedGuard < (spec.DependsOn?.Count ?? 0))
            throw NoSuchTask(TaskId.Parse(spec.DependsOn![outcome.FailedGuard]));
        if (!outcome.Succeeded)
            return await FirstOfAsync(spec, cancellationToken);
        await SeeOwnAsync(outcome.Revision, cancellationToken);
        return new AddOutcome(spec, outcome.Revision, IsNew: true);
    }

    /// <summary>
    /// What was asked for is known in the ledger for longer than the task is: costs are told apart by it.
    /// </summary>
    private WitnessNote AddNoteOf(TaskSpec spec, Cause cause, TaskId id)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["type"] = spec.Type };
        if (spec.Requires is { } requires)
            parameters["requires"] = string.Join(' ', requires);
        return NoteOf(cause, "task.add", Keys.Task(id)) with { Parameters = parameters };
    }

    private Commit NewTaskCommit(TaskId id, TaskSpec spec, SwarmEntry? swarm, Cause cause)
    {
        var record = swarm is null ? TaskRecord.Fresh : TaskRecord.Fresh with { Offer = OfferTo(swarm) };
        // One that has ended long ago may be removed at this moment, and would be waited for in vain.
        var guards = (spec.DependsOn ?? []).Select(other => Guard.Exists(Keys.Spec(TaskId.Parse(other)))).ToList();
        var writes = new List<Write>
        {
            Write.Put(Keys.Spec(id), RecordBytes.Of(spec)), Write.Put(Keys.Task(id), RecordBytes.Of(record)),
        };
        if (spec.IdempotencyKey is { } key)
        {
            guards.Add(Guard.Absent(Keys.TaskKey(key)));
            writes.Add(Write.Put(Keys.TaskKey(key), RecordBytes.Of(id)));
        }

        return new Commit(guards, writes, [AddNoteOf(spec, cause, id)]);
    }

    private async ValueTask<AddOutcome> FirstOfAsync(TaskSpec again, CancellationToken cancellationToken)
    {
        var made = await _store.GetAsync(Keys.TaskKey(again.IdempotencyKey!), null, cancellationToken);
        var first = made is null
            ? null
            : await _store.GetAsync(Keys.Spec(RecordBytes.ReadTaskId(made)), null, cancellationToken);
        if (first is null)
            throw Races();
        var spec = RecordBytes.ReadSpec(first);
        return spec.AsksTheSameAs(again)
            ? new AddOutcome(spec, first.CreateRevision, IsNew: false)
            : throw new FabricException(ErrorTable.IdempotencyMismatch,
                "The idempotency key has been used for another task.",
                $"It made task {spec.Id}, which asks for something else.", "Use a new key for a new task.");
    }

    private async ValueTask<AdminOutcome> AdministerAsync(
        TaskId id, Cause cause, string operation, Func<TaskRecord, long, TaskRecord?> change,
        Func<TaskRecord, bool> already, CancellationToken cancellationToken)
    {
        for (var race = 0; race < CoordinatorLimits.MaxRaces; race++)
        {
            if (await ReadTaskAsync(id, cancellationToken) is not { } stored)
                throw NoSuchTask(id);
            var (record, revision) = stored;
            if (change(record, revision) is not { } changed)
                return new AdminOutcome(already(record), TaskBoard.StateOf(record));
            var note = NoteOf(cause, operation, Keys.Task(id), record.FenceAt(revision));
            var outcome = await _store.CommitAsync(
                WorkCommit(id, revision, record, changed, note, also: null), cancellationToken);
            if (!outcome.Succeeded)
                continue;
            await SeeOwnAsync(outcome.Revision, cancellationToken);
            return new AdminOutcome(true, TaskBoard.StateOf(changed));
        }

        throw Races();
    }

    private void RequireRoom(int more)
    {
        if (_board.OpenTasks + more <= _options.MaxOpenTasks)
            return;
        throw new FabricException(ErrorTable.Overloaded, "The task is not taken on.",
            $"{_board.OpenTasks} tasks have not ended, and the limit is {_options.MaxOpenTasks}.",
            "Try again later, let more swarms work, or raise coordinator.max_open_tasks.")
        {
            Retry = new RetryEnvelope(1, 1000),
        };
    }

    private async ValueTask RequireDependenciesAsync(IReadOnlyList<string>? ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids ?? [])
        {
            if (await FindTaskAsync(TaskId.Parse(id), cancellationToken) is null)
                throw NoSuchTask(TaskId.Parse(id));
        }
    }
}
