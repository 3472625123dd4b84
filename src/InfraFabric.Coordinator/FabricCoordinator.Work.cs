using System.Text.Json;
using InfraFabric.Coordinator.Board;
using InfraFabric.Coordinator.Claims;
using InfraFabric.Coordinator.Records;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Retry;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator;

/// <content>What the owner of a task does with it. Every call carries the fence of its claim.</content>
public sealed partial class FabricCoordinator
{
    /// <summary>The work has begun.</summary>
    public ValueTask<WorkOutcome> StartAsync(
        TaskId id, long fence, Cause cause, CancellationToken cancellationToken = default) =>
        WorkAsync(id, fence, cause, "task.start", record => Continue(record, WorkPhase.Running), cancellationToken);

    /// <summary>The work gets on; what was told last is kept with the task.</summary>
    public ValueTask<WorkOutcome> ProgressAsync(
        TaskId id, long fence, string note, int? percent, Cause cause, CancellationToken cancellationToken = default)
    {
        Require.Text(note, "note");
        Require.Within(percent ?? 0, 0, 100, "percent");
        return WorkAsync(
            id, fence, cause, "task.progress",
            record => StillAtIt(record) with { Progress = new ProgressState(note, percent, _time.GetUtcNow()) },
            cancellationToken);
    }

    /// <summary>
    /// The task is done. The same call again is answered the same; another one with the fence of an ended claim is
    /// stale.
    /// </summary>
    public ValueTask<WorkOutcome> CompleteAsync(
        TaskId id, long fence, JsonElement? result, string? resultHash, Cause cause,
        CancellationToken cancellationToken = default)
    {
        Require.Payload(result, "result");
        Require.HashOrNothing(resultHash, "result_hash");
        var bytes = result is { } json ? JsonSerializer.SerializeToUtf8Bytes(json, CoordinatorJson.Stored.JsonElement)
            : null;
        var hash = bytes is null ? resultHash : Sha256Hash.Of(bytes).ToString();
        return WorkAsync(
            id, fence, cause, "task.complete",
            record => End(record, fence, TaskStage.Completed, null) with { ResultHash = hash },
            cancellationToken,
            also: bytes is null ? null : _ => Write.Put(Keys.Result(id), bytes),
            again: record => record.Stage == TaskStage.Completed && record.ResultHash == hash,
            outcome: new ClaimEnd(id, Failure: null));
    }

    /// <summary>
    /// This attempt has failed. If it may be tried again it goes back to the queue after a pause, until its attempts
    /// are used up and it is a dead letter.
    /// </summary>
    public async ValueTask<WorkOutcome> FailAsync(
        TaskId id, long fence, string reason, bool mayRetry, Cause cause, CancellationToken cancellationToken = default)
    {
        Require.Text(reason, "reason");
        if (await FindTaskAsync(id, cancellationToken) is not { } task)
            return new WorkOutcome(WorkVerdict.NotFound);
        var spec = task.ReadSpec();
        return await WorkAsync(
            id, fence, cause, "task.fail",
            record => mayRetry
                ? TryAgain(record, fence, spec, reason, pause: true)
                : End(record, fence, TaskStage.Failed, reason),
            cancellationToken,
            again: record => record.EndedBy?.Fence == fence && record.Reason == reason,
            outcome: new ClaimEnd(id, reason));
    }

    /// <summary>
    /// Gives the task away where it stands: to a swarm, or to whoever is next. The next owner gets the checkpoint, and
    /// no attempt is counted.
    /// </summary>
    public ValueTask<WorkOutcome> HandOverAsync(
        TaskId id, long fence, SwarmName? to, JsonElement? checkpoint, Cause cause,
        CancellationToken cancellationToken = default)
    {
        Require.Payload(checkpoint, "checkpoint");
        if (to is { } target && _board.FindSwarm(target.Text) is not { Session: not 0 })
        {
            throw new FabricException(ErrorTable.NotFound, $"The swarm '{target}' is not at work.",
                "It never registered, or its session has ended.", "See who is: ifctl coordinator swarms.");
        }

        return WorkAsync(
            id, fence, cause, "task.hand-over",
            record => record with
            {
                Stage = TaskStage.Open,
                Claim = null,
                EndedBy = record.Claim! with { Fence = fence },
                PassedBy = record.Claim.Swarm,
                Resumes = true,
                Checkpoint = checkpoint ?? record.Checkpoint,
                Offer = to is { } swarm
                    ? new OfferState { Swarm = swarm.Text, Until = _time.GetUtcNow() + _options.AcceptWithin }
                    : null,
            },
            cancellationToken,
            again: record => record is { Resumes: true, Claim: null } && record.EndedBy?.Fence == fence);
    }

    private TaskRecord StillAtIt(TaskRecord record) =>
        Continue(record, record.Claim!.Phase == WorkPhase.Blocked ? WorkPhase.Blocked : WorkPhase.Running);

    private TaskRecord Continue(TaskRecord record, WorkPhase phase) => record with
    {
        Claim = record.Claim! with { Phase = phase, HeardAt = _time.GetUtcNow() },
    };

    private TaskRecord End(TaskRecord record, long? fence, TaskStage stage, string? reason) => record with
    {
        Stage = stage,
        Claim = null,
        Offer = null,
        NotBefore = null,
        Checkpoint = null,
        EndedBy = record.Claim is { } claim ? claim with { Fence = fence } : null,
        EndedAt = _time.GetUtcNow(),
        Reason = reason,
    };

    private TaskRecord TryAgain(TaskRecord record, long fence, TaskSpec spec, string reason, bool pause)
    {
        if (record.Attempt >= spec.MaxAttempts)
            return End(record, fence, TaskStage.Dead, reason);
        var backoff = new RetryPolicy(
            CoordinatorLimits.MaxAttempts, TimeSpan.FromMilliseconds(Math.Max(1, spec.BackoffMs)),
            CoordinatorLimits.MaxBackoff);
        TimeSpan? wait;
        lock (_chance)
            wait = backoff.After(record.Attempt, ErrorTable.Overloaded, _chance).NextDelay;
        return record with
        {
            Stage = TaskStage.Open,
            Claim = null,
            EndedBy = record.Claim! with { Fence = fence },
            PassedBy = record.Claim.Swarm,
            NotBefore = pause && spec.BackoffMs > 0 ? _time.GetUtcNow() + wait : null,
            Reason = reason,
        };
    }

    /// <summary>
    /// Changes the record of a task under the fence of its claim.
    /// </summary>
    private async ValueTask<WorkOutcome> WorkAsync(
        TaskId id, long fence, Cause cause, string operation, Func<TaskRecord, TaskRecord> change,
        CancellationToken cancellationToken, Func<TaskRecord, Write>? also = null, Func<TaskRecord, bool>? again = null,
        ClaimEnd? outcome = null)
    {
        (TaskRecord Record, long ModifyRevision)? known = _board.Find(id) is { } task ? _board.Read(task) : null;
        for (var race = 0; race < CoordinatorLimits.MaxRaces; race++)
        {
            if (known is not { } read || read.Record.FenceAt(read.ModifyRevision) != fence || race > 0)
            {
                // The board may be behind, so only the store can say that a fence is stale.
                known = await ReadTaskAsync(id, cancellationToken);
                if (known is not { } stored)
                    return new WorkOutcome(WorkVerdict.NotFound);
                if (stored.Record.FenceAt(stored.ModifyRevision) != fence)
                    return AnswerAgain(stored.Record, fence, cause, again);
            }

            var (record, revision) = known.Value;
            if (!MayActFor(record.Claim!.Swarm, cause))
                return new WorkOutcome(WorkVerdict.NotYours);
            var fenced = record with { Claim = record.Claim with { Fence = fence } };
            var changed = change(fenced);
            var commit = WorkCommit(
                id, revision, fenced, changed, NoteOf(cause, operation, Keys.Task(id), fence), also?.Invoke(fenced));
            if (outcome is not null)
                commit = await WithRecordAsync(commit, record.Claim.Swarm, outcome, cancellationToken);
            var done = await _store.CommitAsync(commit, cancellationToken);
            if (!done.Succeeded)
                continue;

            // Whoever completes a task and then asks for the next must find the place free.
            await SeeOwnAsync(done.Revision, cancellationToken);
            return new WorkOutcome(WorkVerdict.Done, TaskBoard.StateOf(changed), done.Revision);
        }

        throw Races();
    }

    private static Commit WorkCommit(
        TaskId id, long revision, TaskRecord before, TaskRecord after, WitnessNote note, Write? also)
    {
        var writes = new List<Write>(3) { Write.Put(Keys.Task(id), RecordBytes.Of(after)) };
        if (also is { } write)
            writes.Add(write);
        if (after.Claim is null && before.Claim is { Request: { } request } claim)
            writes.Add(Write.Delete(Keys.Request(SwarmName.Parse(claim.Swarm), request)));
        if (before.Claim?.Phase == WorkPhase.Blocked && after.Claim?.Phase != WorkPhase.Blocked)
            writes.Add(Write.Delete(Keys.Blocker(id)));
        return new Commit([Guard.Unchanged(Keys.Task(id), revision)], writes, [note]);
    }

    // The answer to a call that was made may have been lost: the same call again finds its own work done.
    private WorkOutcome AnswerAgain(TaskRecord record, long fence, Cause cause, Func<TaskRecord, bool>? again) =>
        record.EndedBy?.Fence == fence && again?.Invoke(record) == true && MayActFor(record.EndedBy.Swarm, cause)
            ? new WorkOutcome(WorkVerdict.Done, TaskBoard.StateOf(record))
            : new WorkOutcome(WorkVerdict.FenceStale, TaskBoard.StateOf(record));
}
