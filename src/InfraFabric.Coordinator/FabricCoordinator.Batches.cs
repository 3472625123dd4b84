using InfraFabric.Coordinator.Board;
using InfraFabric.Coordinator.Claims;
using InfraFabric.Coordinator.Records;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator;

/// <content>Claims of many tasks with one call.</content>
public sealed partial class FabricCoordinator
{
    private const int RequestGuard = 1;

    // As many as one commit may have notes.
    private const int ClaimsPerCommit = StateLimits.MaxNotes;

    /// <summary>
    /// Claims up to so many tasks, the best ones, each of them by itself: what cannot be had is not in the answer.
    /// </summary>
    /// <param name="swarm">Who claims.</param>
    /// <param name="session">Its session, as registering answered.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="request">
    /// The caller's idempotency key: the same one again is answered with what the first call has claimed by then, and
    /// that claims nothing more.
    /// </param>
    /// <param name="cause">Who wants it, and why.</param>
    /// <param name="cancellationToken">Gives up waiting; some claims may have been made.</param>
    public async ValueTask<(ClaimVerdict Verdict, IReadOnlyList<Claim> Claims)> ClaimManyAsync(
        SwarmName swarm, long session, int count, string? request, Cause cause,
        CancellationToken cancellationToken = default)
    {
        var began = _time.GetTimestamp();
        if (await FindOwnerAsync(swarm, session, cause, cancellationToken) is not { } owner)
            return (ClaimVerdict.SessionGone, []);
        var batch = new ClaimBatch(owner, session, request is null ? null : Keys.Request(swarm, request), request);
        var claims = new List<Claim>(count);
        var noRoom = false;
        for (var race = 0; race < CoordinatorLimits.MaxRaces && claims.Count < count; race++)
        {
            // The first commit of a request alone says that it is being seen to; the others rest on it.
            var most = batch.IsOpen ? count - claims.Count : Math.Min(count, ClaimsPerCommit);
            var kept = _board.ReserveMany(owner, most, out noRoom);
            if (kept.Count == 0 && !batch.IsOpen && await RepeatAsync(batch, cause, cancellationToken) is { } before)
                return (ClaimVerdict.Claimed, before);
            if (kept.Count == 0)
                break;
            var tries = kept.Chunk(ClaimsPerCommit)
                .Select(chunk => TryClaimAllAsync(chunk, batch, cause, cancellationToken)).ToList();
            foreach (var (verdict, made) in await Task.WhenAll(tries))
            {
                if (verdict == ClaimVerdict.SessionGone)
                    return (verdict, claims);
                claims.AddRange(made);
            }

            if (!batch.IsRepeated)
                continue;
            // If that call's claims have ended by now, it is over, and this one is a new one.
            if (claims.Count > 0)
                break;
            if (await RepeatAsync(batch, cause, cancellationToken) is { } made2)
                return (ClaimVerdict.Claimed, made2);
            batch.IsRepeated = false;
        }

        _meter.Count(_time.GetElapsedTime(began), claims.Count);
        var none = noRoom ? WhyNoRoom(owner) : ClaimVerdict.NothingReady;
        return (claims.Count > 0 ? ClaimVerdict.Claimed : none, claims);
    }

    private async Task<(ClaimVerdict Verdict, IReadOnlyList<Claim> Claims)> TryClaimAllAsync(
        Reservation[] kept, ClaimBatch batch, Cause cause, CancellationToken cancellationToken)
    {
        var guards = new List<Guard> { Guard.Unchanged(batch.Owner.SessionKey, batch.Session) };
        var writes = new List<Write>();
        if (batch.Key is { } key)
        {
            guards.Add(batch.IsOpen ? Guard.Unchanged(key, batch.Revision) : Guard.Absent(key));
            if (!batch.IsOpen)
                writes.Add(Write.Put(key, RecordBytes.Of(kept[0].Task.Id), LeaseOf(batch.Owner)));
        }

        var notes = new List<WitnessNote>();
        var owned = new List<TaskRecord>();
        foreach (var one in kept)
        {
            owned.Add(Owned(one.Record, one.Swarm, batch.Session, batch.Request));
            var bytes = RecordBytes.Of(owned[^1]);
            one.Task.Written = new WrittenRecord(owned[^1], bytes);
            guards.Add(Guard.Unchanged(one.Task.Key, one.ModifyRevision));
            writes.Add(Write.Put(one.Task.Key, bytes));
            notes.Add(ClaimNoteOf(one, cause));
        }

        var outcome = await CommitKeptAsync(kept, new Commit(guards, writes, notes), cancellationToken);
        if (outcome.Succeeded)
        {
            batch.Opened(outcome.Revision);
            return (ClaimVerdict.Claimed, [.. kept.Zip(owned, (k, o) => ClaimOf(k.Task, o, outcome.Revision))]);
        }

        if (outcome.FailedGuard == SessionGuard || outcome.Verdict == CommitVerdict.LeaseGone)
            return (ClaimVerdict.SessionGone, []);
        batch.IsRepeated |= batch.Key is not null && outcome.FailedGuard == RequestGuard;
        return (ClaimVerdict.AlreadyOwned, []);
    }

    /// <summary>
    /// What a request has claimed already; null if there is none such. Its record is changed, so that the first call,
    /// should it still be under way, claims nothing after this.
    /// </summary>
    private async ValueTask<IReadOnlyList<Claim>?> RepeatAsync(
        ClaimBatch batch, Cause cause, CancellationToken cancellationToken)
    {
        if (batch.Key is not { } key)
            return null;
        for (var race = 0; race < CoordinatorLimits.MaxRaces; race++)
        {
            if (await _store.GetAsync(key, null, cancellationToken) is not { } record)
                return null;
            var outcome = await _store.CommitAsync(
                new Commit(
                    [Guard.Unchanged(key, record.ModifyRevision)],
                    [Write.Put(key, record.Value, LeaseOf(batch.Owner))],
                    [NoteOf(cause, "task.claim-again", key)]),
                cancellationToken);
            if (!outcome.Succeeded)
                continue;
            await _board.ReachAsync(outcome.Revision, cancellationToken);
            return _board.ClaimsOf(batch.Owner, batch.Session, batch.Request!);
        }

        throw Races();
    }
}
