using InfraFabric.Coordinator.Board;
using InfraFabric.Coordinator.Claims;
using InfraFabric.Coordinator.Records;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator;

/// <content>Claims: how a task comes to have one owner.</content>
public sealed partial class FabricCoordinator
{
    private const int SessionGuard = 0;

    /// <summary>Claims the best task for a swarm.</summary>
    /// <param name="swarm">Who claims.</param>
    /// <param name="session">Its session, as registering answered.</param>
    /// <param name="request">The caller's idempotency key: the same one again is answered with the same claim.</param>
    /// <param name="cause">Who wants it, and why.</param>
    /// <param name="cancellationToken">Gives up waiting; the claim may have been made.</param>
    public async ValueTask<ClaimOutcome> ClaimBestAsync(
        SwarmName swarm, long session, string? request, Cause cause, CancellationToken cancellationToken = default)
    {
        var began = _time.GetTimestamp();
        if (await FindOwnerAsync(swarm, session, cause, cancellationToken) is not { } owner)
            return new ClaimOutcome(ClaimVerdict.SessionGone);
        for (var race = 0; race < CoordinatorLimits.MaxRaces; race++)
        {
            // A key that was used already fails the commit's guard, so it is looked up only after that, or when there
            // is nothing to try.
            if (race > 0 && await FindRequestedAsync(swarm, request, cancellationToken) is { } before)
                return before;
            if (_board.ReserveBest(owner, out var noRoom) is not { } kept)
            {
                if (race == 0 && await FindRequestedAsync(swarm, request, cancellationToken) is { } made)
                    return made;
                if (noRoom && await HasRoomMadeAsync(owner, cancellationToken))
                    continue;
                return new ClaimOutcome(noRoom ? WhyNoRoom(owner) : ClaimVerdict.NothingReady);
            }

            var outcome = await TryClaimAsync(kept, session, request, cause, cancellationToken);
            if (outcome is not { } decided)
                continue;
            _meter.Count(_time.GetElapsedTime(began), decided.Verdict == ClaimVerdict.Claimed ? 1 : 0);
            return decided;
        }

        throw Races();
    }

    /// <summary>Claims one task; a task that this session owns already is answered with its claim.</summary>
    public async ValueTask<ClaimOutcome> ClaimAsync(
        SwarmName swarm, long session, TaskId id, Cause cause, CancellationToken cancellationToken = default)
    {
        var began = _time.GetTimestamp();
        if (await FindOwnerAsync(swarm, session, cause, cancellationToken) is not { } owner)
            return new ClaimOutcome(ClaimVerdict.SessionGone);
        if (await FindTaskAsync(id, cancellationToken) is not { } task)
            return new ClaimOutcome(ClaimVerdict.NotFound);
        var (record, revision) = _board.Read(task);
        var isFresh = false;
        for (var race = 0; race < CoordinatorLimits.MaxRaces; race++)
        {
            if (_board.Judge(task, record, revision, owner, dependenciesDone: isFresh) is { } verdict)
            {
                // The board may be behind: only the store can refuse.
                if (isFresh || verdict.Verdict == ClaimVerdict.Claimed)
                    return verdict;
                if (!await AreDependenciesDoneAsync(task, cancellationToken))
                    return new ClaimOutcome(ClaimVerdict.NotReady, State: TaskState.Waiting);
            }
            else if (!_board.HasRoom(owner, record))
            {
                if (isFresh && !await HasRoomMadeAsync(owner, cancellationToken))
                    return new ClaimOutcome(WhyNoRoom(owner));
            }
            else
            {
                var kept = _board.Keep(task, owner) with { Record = record, ModifyRevision = revision };
                if (await TryClaimAsync(kept, session, null, cause, cancellationToken) is { } decided)
                {
                    _meter.Count(_time.GetElapsedTime(began), decided.Verdict == ClaimVerdict.Claimed ? 1 : 0);
                    return decided;
                }
            }

            if (await ReadTaskAsync(id, cancellationToken) is not { } stored)
                return new ClaimOutcome(ClaimVerdict.NotFound);
            (record, revision) = stored;
            isFresh = true;
        }

        throw Races();
    }

    /// <summary>
    /// Whether a swarm that seems to be full is not: it may have ended a claim through another server, and this one
    /// not know yet. Then it is waited for.
    /// </summary>
    private async ValueTask<bool> HasRoomMadeAsync(SwarmEntry swarm, CancellationToken cancellationToken)
    {
        foreach (var task in _board.TasksWith(swarm.Name))
        {
            if (await ReadTaskAsync(task.Id, cancellationToken) is { } stored && stored.ModifyRevision > task.Revision
                && stored.Record.Claim?.Swarm != swarm.Name && stored.Record.Offer?.Swarm != swarm.Name)
            {
                await _board.ReachAsync(stored.ModifyRevision, cancellationToken);
                return true;
            }
        }

        return false;
    }

    private ClaimVerdict WhyNoRoom(SwarmEntry swarm) =>
        _board.IsStopped(swarm.Name) ? ClaimVerdict.BreakerOpen : ClaimVerdict.NoCapacity;

    /// <summary>Null when another was faster and the next try may have more luck.</summary>
    private async ValueTask<ClaimOutcome?> TryClaimAsync(
        Reservation kept, long session, string? request, Cause cause, CancellationToken cancellationToken)
    {
        var owned = Owned(kept.Record, kept.Swarm, session, request);
        var key = kept.Task.Key;
        var bytes = RecordBytes.Of(owned);
        kept.Task.Written = new WrittenRecord(owned, bytes);
        var put = Write.Put(key, bytes);
        var guards = new List<Guard>(3) { Guard.Unchanged(kept.Swarm.SessionKey, session) };
        var writes = new List<Write>(2) { put };
        if (request is not null)
        {
            var requested = Keys.Request(SwarmName.Parse(kept.Swarm.Name), request);
            guards.Add(Guard.Absent(requested));
            writes.Add(Write.Put(requested, RecordBytes.Of(kept.Task.Id), LeaseOf(kept.Swarm)));
        }

        guards.Add(Guard.Unchanged(key, kept.ModifyRevision));
        var outcome = await CommitKeptAsync(
            [kept], new Commit(guards, writes, [ClaimNoteOf(kept, cause)]), cancellationToken);
        return outcome switch
        {
            { Succeeded: true } => ClaimOutcome.Of(ClaimOf(kept.Task, owned, outcome.Revision)),
            { FailedGuard: SessionGuard } => new ClaimOutcome(ClaimVerdict.SessionGone),
            { Verdict: CommitVerdict.LeaseGone } => new ClaimOutcome(ClaimVerdict.SessionGone),
            _ => null,
        };
    }

    /// <summary>
    /// Commits what was kept; the guards of the tasks come last, in the same order. What was taken, and what another
    /// has changed, stays kept until the watch brings the change: nobody here tries it again before.
    /// </summary>
    private async ValueTask<CommitOutcome> CommitKeptAsync(
        Reservation[] kept, Commit commit, CancellationToken cancellationToken)
    {
        var stays = -1;
        try
        {
            var outcome = await _store.CommitAsync(commit, cancellationToken);
            stays = outcome.FailedGuard - (commit.Guards.Count - kept.Length);
            if (outcome.Succeeded)
                kept = [];
            return outcome;
        }
        finally
        {
            for (var i = 0; i < kept.Length; i++)
            {
                if (i != stays)
                    _board.GiveBack(kept[i]);
            }
        }
    }

    private WitnessNote ClaimNoteOf(Reservation kept, Cause cause) =>
        NoteOf(cause, "task.claim", kept.Task.Key) with { Parameters = kept.Swarm.ClaimParameters };

    private TaskRecord Owned(TaskRecord record, SwarmEntry swarm, long session, string? request) => record with
    {
        Stage = TaskStage.Claimed,
        Attempt = record.Attempt + (record.Resumes ? 0 : 1),
        Resumes = false,
        Offer = null,
        NotBefore = null,
        Reason = null,
        Answer = null,
        Claim = new ClaimState
        {
            Swarm = swarm.Name,
            Session = session,
            Since = _time.GetUtcNow(),
            Request = request,
        },
    };

    private static Claim ClaimOf(TaskEntry task, TaskRecord record, long fence) =>
        new(task.Id, fence, record.Attempt, task.SpecBytes, record.Checkpoint);

    /// <summary>The swarm whose session this is; null if that is over.</summary>
    private async ValueTask<SwarmEntry?> FindOwnerAsync(
        SwarmName name, long session, Cause cause, CancellationToken cancellationToken)
    {
        // A session is the revision that began it: a board that has come as far knows whether it still lasts. One that
        // has not, because the swarm registered elsewhere a moment ago, is brought there.
        if (session > _board.Revision)
        {
            if (await FindSessionAsync(name, session, cause, cancellationToken) is null)
                return null;
            await _board.ReachAsync(session, cancellationToken);
        }

        var found = _board.FindSwarm(name.Text);
        if (found is not null && !MayActFor(found, cause))
            throw NotYours(name.Text);
        return found?.Session == session && session > 0 ? found : null;
    }

    /// <summary>The claim that an idempotency key has made already.</summary>
    private async ValueTask<ClaimOutcome?> FindRequestedAsync(
        SwarmName swarm, string? request, CancellationToken cancellationToken)
    {
        if (request is null
            || await _store.GetAsync(Keys.Request(swarm, request), null, cancellationToken) is not { } made
            || await FindTaskAsync(RecordBytes.ReadTaskId(made), cancellationToken) is not { } task
            || await ReadTaskAsync(task.Id, cancellationToken) is not { } stored
            || stored.Record.Claim?.Request != request)
        {
            return null;
        }

        return ClaimOutcome.Of(
            ClaimOf(task, stored.Record, stored.Record.FenceAt(stored.ModifyRevision)!.Value));
    }

    private async ValueTask<bool> AreDependenciesDoneAsync(TaskEntry task, CancellationToken cancellationToken)
    {
        foreach (var id in task.DependsOn)
        {
            if (await ReadTaskAsync(id, cancellationToken) is not { Record.Stage: TaskStage.Completed })
                return false;
        }

        return true;
    }

    private static LeaseId LeaseOf(SwarmEntry swarm) => new(swarm.SessionRecord?.Lease ?? 0);
}
