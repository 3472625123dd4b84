using InfraFabric.Coordinator.Board;
using InfraFabric.Coordinator.Push;
using InfraFabric.Coordinator.Records;
using InfraFabric.Coordinator.Swarms;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Retry;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator;

/// <content>Swarms: how they come, stay and go.</content>
public sealed partial class FabricCoordinator
{
    private const int KeptAtOnce = 64;

    private static readonly TimeSpan KeepEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Begins a session of a swarm. If it had one, that ends, and what was claimed on it goes back to the queue:
    /// whoever registers anew has started anew.
    /// </summary>
    public async ValueTask<SessionStart> RegisterAsync(
        SwarmDraft draft, Cause cause, CancellationToken cancellationToken = default)
    {
        var name = SwarmName.Parse(draft.Name);
        var profile = draft.ToProfile(_options, cause.Actor);
        if (await _store.GetAsync(Keys.Swarm(name), null, cancellationToken) is { } record)
            RequireOwner(RecordBytes.ReadProfile(record), cause);
        else
            RequireRoomForSwarm();
        var lease = await _store.GrantLeaseAsync(
            TimeSpan.FromSeconds(profile.SessionTtlS), NoteOf(cause, "session.lease", Keys.Session(name)),
            cancellationToken);
        try
        {
            return await BeginSessionAsync(name, profile, lease, cause, cancellationToken);
        }
        catch (FabricException refused) when (refused.Error == ErrorTable.Forbidden
            || refused.Error == ErrorTable.Overloaded)
        {
            await _store.RevokeLeaseAsync(
                lease, NoteOf(cause, "session.refused", Keys.Session(name)), cancellationToken);
            throw;
        }
    }

    private async ValueTask<SessionStart> BeginSessionAsync(
        SwarmName name, SwarmProfile profile, LeaseId lease, Cause cause, CancellationToken cancellationToken)
    {
        for (var race = 0; race < CoordinatorLimits.MaxRaces; race++)
        {
            var known = await _store.GetAsync(Keys.Swarm(name), null, cancellationToken);
            var before = known is null ? null : RecordBytes.ReadProfile(known);
            RequireOwner(before, cause);
            var old = await _store.GetAsync(Keys.Session(name), null, cancellationToken);
            // An operator may register a swarm for its owner.
            var kept = before is null ? profile : profile with { Owner = before.Owner };
            var outcome = await _store.CommitAsync(
                new Commit(
                    [Same(Keys.Swarm(name), known), Same(Keys.Session(name), old)],
                    [
                        Write.Put(Keys.Swarm(name), RecordBytes.Of(kept)),
                        Write.Put(
                            Keys.Session(name), RecordBytes.Of(new SessionRecord(lease.Value, _time.GetUtcNow())),
                            lease),
                    ],
                    [NoteOf(cause, "swarm.register", Keys.Swarm(name))]),
                cancellationToken);
            if (!outcome.Succeeded)
                continue;
            if (old is not null)
            {
                await _store.RevokeLeaseAsync(
                    new LeaseId(RecordBytes.ReadSession(old).Lease),
                    NoteOf(cause, "session.replaced", Keys.Session(name)), cancellationToken);
            }

            await SeeOwnAsync(outcome.Revision, cancellationToken);
            return new SessionStart(kept, outcome.Revision);
        }

        throw Races();
    }

    /// <summary>A sign of life; false when the session has ended and the swarm must register again.</summary>
    public async ValueTask<bool> HeartbeatAsync(
        SwarmName name, long session, Cause cause, CancellationToken cancellationToken = default) =>
        await FindSessionAsync(name, session, cause, cancellationToken) is { } found
        && await _store.KeepLeaseAliveAsync(new LeaseId(found.Lease), cancellationToken);

    /// <summary>Ends a session: what the swarm still has goes back to the queue. False when it had ended.</summary>
    public async ValueTask<bool> LeaveAsync(
        SwarmName name, long session, Cause cause, CancellationToken cancellationToken = default)
    {
        if (await FindSessionAsync(name, session, cause, cancellationToken) is not { } found)
            return false;
        var key = Keys.Session(name);
        var outcome = await _store.CommitAsync(
            new Commit([Guard.Unchanged(key, session)], [Write.Delete(key)], [NoteOf(cause, "swarm.leave", key)]),
            cancellationToken);
        if (!outcome.Succeeded)
            return false;
        await _store.RevokeLeaseAsync(
            new LeaseId(found.Lease), NoteOf(cause, "session.over", key), cancellationToken);
        await SeeOwnAsync(outcome.Revision, cancellationToken);
        return true;
    }

    /// <summary>Gives a swarm nothing new from now on, or work again.</summary>
    public async ValueTask<SwarmProfile> DrainAsync(
        SwarmName name, bool draining, Cause cause, CancellationToken cancellationToken = default)
    {
        for (var race = 0; race < CoordinatorLimits.MaxRaces; race++)
        {
            if (await _store.GetAsync(Keys.Swarm(name), null, cancellationToken) is not { } known)
                throw NoSuchSwarm(name.Text);
            var profile = RecordBytes.ReadProfile(known);
            RequireOwner(profile, cause);
            if (profile.Draining == draining)
                return profile;
            var changed = profile with { Draining = draining };
            var outcome = await _store.CommitAsync(
                new Commit(
                    [Guard.Unchanged(Keys.Swarm(name), known.ModifyRevision)],
                    [Write.Put(Keys.Swarm(name), RecordBytes.Of(changed))],
                    [NoteOf(cause, draining ? "swarm.drain" : "swarm.resume", Keys.Swarm(name))]),
                cancellationToken);
            if (!outcome.Succeeded)
                continue;
            await SeeOwnAsync(outcome.Revision, cancellationToken);
            return changed;
        }

        throw Races();
    }

    /// <summary>
    /// Connects the event stream of a session, which counts as its sign of life for as long as it is connected; null
    /// when the session has ended. The caller disposes it.
    /// </summary>
    public async ValueTask<SwarmSubscription?> SubscribeAsync(
        SwarmName name, long session, Cause cause, CancellationToken cancellationToken = default)
    {
        if (await FindSessionAsync(name, session, cause, cancellationToken) is null)
            return null;
        await _board.ReachAsync(session, cancellationToken);
        var stream = new SwarmStream(name.Text, session);
        return _board.Connect(stream) ? new SwarmSubscription(_board, stream) : null;
    }

    /// <summary>A stream of every change of every task. The caller disposes it.</summary>
    public SwarmSubscription ObserveTasks()
    {
        var stream = new SwarmStream(null, 0);
        _board.Observe(stream);
        return new SwarmSubscription(_board, stream);
    }

    private async ValueTask<SessionRecord?> FindSessionAsync(
        SwarmName name, long session, Cause cause, CancellationToken cancellationToken)
    {
        if (await _store.GetAsync(Keys.Session(name), null, cancellationToken) is not { } record
            || record.ModifyRevision != session)
        {
            return null;
        }

        if (await _store.GetAsync(Keys.Swarm(name), null, cancellationToken) is { } profile)
            RequireOwner(RecordBytes.ReadProfile(profile), cause);
        return RecordBytes.ReadSession(record);
    }

    private async Task KeepSessionsLoopAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            foreach (var leases in _board.SessionsDue().Chunk(KeptAtOnce))
                await Task.WhenAll(leases.Select(lease => KeepAsync(lease, stopping)));
            await PauseAsync(KeepEvery, stopping);
        }
    }

    private async Task KeepAsync(LeaseId lease, CancellationToken stopping)
    {
        try
        {
            await _store.KeepLeaseAliveAsync(lease, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The streams are told to go on elsewhere; whoever serves them then keeps their sessions.
        }
        catch (Exception failed)
        {
            LogKeepFailed(_logger, lease.ToString(), failed.Message);
        }
    }

    private void RequireRoomForSwarm()
    {
        if (_board.SwarmCount < _options.MaxSwarms)
            return;
        throw new FabricException(ErrorTable.Overloaded, "The swarm is not registered.",
            $"{_board.SwarmCount} swarms are known, which is the limit.",
            "Register under a name that is known already; one that has been away for long is forgotten by itself.")
        {
            Retry = new RetryEnvelope(1, 60_000),
        };
    }

    private static Guard Same(RecordKey key, Record? record) =>
        record is null ? Guard.Absent(key) : Guard.Unchanged(key, record.ModifyRevision);

    private static bool MayActFor(SwarmEntry swarm, Cause cause) =>
        cause.ForAll || swarm.Profile?.Owner == cause.Actor;

    private bool MayActFor(string swarm, Cause cause) =>
        cause.ForAll || (_board.FindSwarm(swarm) is { } found && MayActFor(found, cause));

    private static void RequireOwner(SwarmProfile? profile, Cause cause)
    {
        if (profile is not null && !cause.ForAll && profile.Owner != cause.Actor)
            throw NotYours(profile.Name);
    }

    private static FabricException NotYours(string swarm) => new(ErrorTable.Forbidden,
        $"The swarm '{swarm}' belongs to another identity.", "Only its owner, and an operator, may act for it.",
        "Act as its owner, or register a swarm under another name.");

    /// <summary>What is said of a swarm that there is not, here and by whoever asks the coordinator.</summary>
    public static FabricException NoSuchSwarm(string name) => new(ErrorTable.NotFound,
        $"There is no swarm '{name}'.", "It never registered here, or its name is spelled differently.",
        "See who is there: ifctl coordinator swarms.");
}
