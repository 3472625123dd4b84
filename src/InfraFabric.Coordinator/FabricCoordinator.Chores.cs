using InfraFabric.Coordinator.Blockers;
using InfraFabric.Coordinator.Board;
using InfraFabric.Coordinator.Claims;
using InfraFabric.Coordinator.Records;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;

namespace InfraFabric.Coordinator;

/// <content>
/// What the passing of time and the end of sessions leave to be done. Every server sees to it; the guards of the
/// commits let one of them do it.
/// </content>
public sealed partial class FabricCoordinator
{
    private static readonly TimeSpan StallScanEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RetryRemovalAfter = TimeSpan.FromHours(1);

    private readonly Signal _choreSignal;

    private async Task ChoreLoopAsync(CancellationToken stopping)
    {
        var scanned = _time.GetTimestamp();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (_time.GetElapsedTime(scanned) >= StallScanEvery)
                {
                    _board.FindStalls();
                    await ForgetSwarmsAsync(stopping);
                    scanned = _time.GetTimestamp();
                }

                await SeeToChoresAsync(stopping);
                var due = _board.NextDue() is { } at ? at - _time.GetUtcNow() : StallScanEvery;
                await _choreSignal.WaitAsync(due < StallScanEvery ? due : StallScanEvery, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Ends what is kept of swarms that have been away for as long as ended tasks are kept.</summary>
    private async Task ForgetSwarmsAsync(CancellationToken stopping)
    {
        foreach (var (name, revision) in _board.AwayFor(_options.KeepEndedTasks))
        {
            try
            {
                var key = Keys.Swarm(name);
                var outcome = await _store.CommitAsync(
                    new Commit(
                        [Guard.Unchanged(key, revision), Guard.Absent(Keys.Session(name))],
                        [Write.Delete(key)],
                        [NoteOf(_self, "swarm.forget", key)]),
                    stopping);
                if (outcome.Succeeded)
                    await SeeOwnAsync(outcome.Revision, stopping);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                // It is as long gone the next time.
                LogForgetFailed(_logger, name.Text, failed.Message);
                return;
            }
        }
    }

    private async Task SeeToChoresAsync(CancellationToken stopping)
    {
        var running = new List<Task>();
        while (_board.TryTakeChore(out var chore))
        {
            running.Add(SeeToAsync(chore, stopping));
            if (running.Count < CoordinatorLimits.MaxAssignmentsInFlight)
                continue;
            await Task.WhenAll(running);
            running.Clear();
        }

        await Task.WhenAll(running);
    }

    private async Task SeeToAsync(Chore chore, CancellationToken stopping)
    {
        try
        {
            if (chore.Kind == ChoreKind.PauseOver)
            {
                _board.Wake(chore.Task);
                return;
            }

            var (record, revision) = _board.Read(chore.Task);
            var commit = CommitOf(chore, record, revision);
            // Who has registered anew goes on; who gives no sign of life has failed.
            if (commit is not null && chore.Kind == ChoreKind.SessionOver && !_board.IsBack(record.Claim!))
            {
                var claim = record.Claim!;
                commit = await WithRecordAsync(
                    commit, claim.Swarm, new ClaimEnd(chore.Task.Id, "Its session ended.", claim.Session), stopping);
            }

            if (commit is not null && !(await _store.CommitAsync(commit, stopping)).Succeeded)
                LogChoreOvertaken(_logger, chore.Kind, chore.Task.Id.ToString());
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The next server, or this one after its start, finds the same chore in the store.
        }
        catch (Exception failed)
        {
            LogChoreFailed(_logger, chore.Kind, chore.Task.Id.ToString(), failed);
            _board.PutBack(chore, TimeSpan.FromMilliseconds(500));
        }
    }

    /// <summary>What a chore comes to; null if there is nothing to do any more.</summary>
    private Commit? CommitOf(Chore chore, TaskRecord record, long revision) => chore.Kind switch
    {
        ChoreKind.SessionOver => EndOfSession(chore.Task, record, revision),
        ChoreKind.OfferOver => EndOfOffer(chore.Task, record, revision),
        ChoreKind.Deadline => AfterDeadline(chore.Task, record, revision),
        ChoreKind.Stall => Raise(
            chore.Task, record, revision, BlockerKind.Stall, "Its owner has told nothing of the work for too long."),
        ChoreKind.DependencyFailed => AfterDependency(chore.Task, record, revision),
        ChoreKind.Cycle => RaiseCycle(chore.Task, record, revision),
        ChoreKind.Expired => RemovalOf(chore, record, revision),
        ChoreKind.BlockerOver => EndOfBlocker(chore.Task, record, revision),
        _ => null,
    };

    private Commit? EndOfSession(TaskEntry task, TaskRecord record, long revision)
    {
        if (record.Claim is not { } claim || _board.IsAtWork(claim.Swarm, claim.Session))
            return null;
        var fence = record.FenceAt(revision)!.Value;
        var again = TryAgain(record, fence, task.ReadSpec(), $"The session of '{claim.Swarm}' ended.", pause: false);
        var session = Keys.Session(Core.Ids.SwarmName.Parse(claim.Swarm));
        var note = NoteOf(_self, "task.session-ended", Keys.Task(task.Id), fence);
        var commit = WorkCommit(task.Id, revision, record, again, note, also: null);
        return _board.SessionOf(claim.Swarm) is 0
            ? new Commit([.. commit.Guards, Guard.Absent(session)], commit.Writes, commit.Notes)
            : commit;
    }

    private Commit? EndOfOffer(TaskEntry task, TaskRecord record, long revision)
    {
        if (record.Offer is not { } offer)
            return null;
        if (offer.Until > _time.GetUtcNow() && _board.SessionOf(offer.Swarm) != 0 && !_board.IsStopped(offer.Swarm))
            return null;
        return Put(task, revision, record with { Offer = null, PassedBy = offer.Swarm }, "task.offer-over");
    }

    private Commit? AfterDeadline(TaskEntry task, TaskRecord record, long revision)
    {
        if (record.IsEnded || task.ReadSpec().Deadline > _time.GetUtcNow())
            return null;
        var ended = End(record, record.FenceAt(revision), TaskStage.Failed, "Its deadline has passed.");
        var note = NoteOf(_self, "task.deadline", Keys.Task(task.Id), record.FenceAt(revision));
        return WorkCommit(task.Id, revision, record, ended, note, also: null);
    }

    private Commit? AfterDependency(TaskEntry task, TaskRecord record, long revision)
    {
        if (record.Stage != TaskStage.Open || _board.FailedDependency(task) is not { } failed)
            return null;
        return Raise(
            task, record, revision, BlockerKind.Dependency, $"It depends on {failed}, which ended without success.");
    }

    private Commit? RaiseCycle(TaskEntry task, TaskRecord record, long revision)
    {
        if (_board.CycleThrough(task) is not { } cycle)
            return null;
        return Raise(
            task, record, revision, BlockerKind.Cycle, $"{cycle.Count} tasks wait for each other in a circle.", cycle);
    }

    private Commit? RemovalOf(Chore chore, TaskRecord record, long revision)
    {
        var task = chore.Task;
        if (record.EndedAt is not { } endedAt || endedAt + _options.KeepEndedTasks > _time.GetUtcNow())
            return null;
        if (task.NeededBy > 0)
        {
            _board.PutBack(chore, RetryRemovalAfter);
            return null;
        }

        var writes = new List<Write>
        {
            Write.Delete(Keys.Spec(task.Id)), Write.Delete(Keys.Task(task.Id)), Write.Delete(Keys.Result(task.Id)),
        };
        if (task.ReadSpec().IdempotencyKey is { } key)
            writes.Add(Write.Delete(Keys.TaskKey(key)));
        return new Commit(
            [Guard.Unchanged(Keys.Task(task.Id), revision)], writes,
            [NoteOf(_self, "task.expire", Keys.Task(task.Id))]);
    }

    private Commit? Raise(
        TaskEntry task, TaskRecord record, long revision, BlockerKind kind, string reason,
        IReadOnlyList<string>? cycle = null)
    {
        var before = _board.FindBlocker(task.Id);
        if (record.IsEnded || before?.Record.Kind == kind)
            return null;
        var key = Keys.Blocker(task.Id);
        var blocker = new BlockerRecord
        {
            Task = task.Id.ToString(),
            Kind = kind,
            Reason = reason,
            Swarm = record.Claim?.Swarm,
            Fence = record.FenceAt(revision),
            Needs = before?.Record.Needs,
            WaitsFor = before?.Record.WaitsFor,
            Cycle = cycle,
            RaisedAt = _time.GetUtcNow(),
        };
        return new Commit(
            [
                Guard.Unchanged(Keys.Task(task.Id), revision),
                before is { } known ? Guard.Unchanged(key, known.ModifyRevision) : Guard.Absent(key),
            ],
            [Write.Put(key, RecordBytes.Of(blocker))],
            [NoteOf(_self, $"blocker.{kind.ToString().ToLowerInvariant()}", key, blocker.Fence)]);
    }

    private Commit? EndOfBlocker(TaskEntry task, TaskRecord record, long revision)
    {
        if (_board.FindBlocker(task.Id) is not { } known || IsStillBlocked(task, record, revision, known.Record))
            return null;
        var key = Keys.Blocker(task.Id);
        return new Commit(
            [Guard.Unchanged(Keys.Task(task.Id), revision), Guard.Unchanged(key, known.ModifyRevision)],
            [Write.Delete(key)],
            [NoteOf(_self, "blocker.over", key, known.Record.Fence)]);
    }

    private bool IsStillBlocked(TaskEntry task, TaskRecord record, long revision, BlockerRecord blocker) =>
        blocker.Kind switch
        {
            BlockerKind.Dependency => record.Stage == TaskStage.Open && _board.FailedDependency(task) is not null,
            BlockerKind.Stall => record.FenceAt(revision) == blocker.Fence
                && !(record.Claim?.HeardAt >= blocker.RaisedAt),
            _ => record.FenceAt(revision) == blocker.Fence && record.Claim?.Phase == WorkPhase.Blocked,
        };

    private Commit Put(TaskEntry task, long revision, TaskRecord record, string operation) => new(
        [Guard.Unchanged(Keys.Task(task.Id), revision)],
        [Write.Put(Keys.Task(task.Id), RecordBytes.Of(record))],
        [NoteOf(_self, operation, Keys.Task(task.Id))]);
}
