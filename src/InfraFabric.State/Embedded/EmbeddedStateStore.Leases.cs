using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.State.Memory;

namespace InfraFabric.State.Embedded;

public sealed partial class EmbeddedStateStore
{
    private readonly ITimer _leaseTimer;

    // When the leases are looked at next, on the clock's timestamps. Guarded by the lock.
    private long _leaseCheck = long.MaxValue;

    public async ValueTask<LeaseId> GrantLeaseAsync(
        TimeSpan timeToLive, WitnessNote note, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (timeToLive < StateLimits.MinLeaseTimeToLive || timeToLive > StateLimits.MaxLeaseTimeToLive)
            throw StateErrors.LeaseOutOfBounds(timeToLive);
        var encoded = WitnessNoteForm.Encode(note);
        var terms = new LeaseTerms(timeToLive, note.Trace);
        var outcome = await Enqueue(new WriteRequest { Plan = plan => plan.Grant(terms, encoded) });
        lock (_lock)
            CheckLeasesWithin(timeToLive);
        return new LeaseId(outcome.Revision);
    }

    public ValueTask<bool> KeepLeaseAliveAsync(LeaseId lease, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            RequireOpen();
            return new(_state.Leases.KeepAlive(lease));
        }
    }

    public async ValueTask<bool> RevokeLeaseAsync(
        LeaseId lease, WitnessNote note, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var encoded = WitnessNoteForm.Encode(note);
        return (await Enqueue(new WriteRequest { Plan = plan => plan.End(lease, _ => encoded) })).Succeeded;
    }

    /// <summary>Ends the leases that are due and sets the timer for the next one.</summary>
    private void EndDueLeases()
    {
        List<LeaseId> due;
        lock (_lock)
        {
            _leaseCheck = long.MaxValue;
            (due, var next) = _state.Leases.Due();
            if (next is { } wait)
                CheckLeasesWithin(wait);
            // A lease that is due but cannot be ended now, because the disk is full, is tried again.
            if (due.Count > 0)
                CheckLeasesWithin(StateLimits.MinLeaseTimeToLive);
        }

        try
        {
            due.ForEach(End);
        }
        catch (FabricException)
        {
            // Closed, or too much waits: a timer has nobody to tell, and for these leases it is set again already.
            return;
        }
    }

    // Sets the timer only when it would come too late, so that thousands of grants do not each look at every lease.
    private void CheckLeasesWithin(TimeSpan wait)
    {
        var at = _time.GetTimestamp() + (long)(wait.TotalSeconds * _time.TimestampFrequency);
        if (at >= _leaseCheck)
            return;
        _leaseCheck = at;
        _leaseTimer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void End(LeaseId lease)
    {
        // Whether it worked is seen at the next look at the leases, so the task is not awaited.
        _ = Enqueue(new WriteRequest
        {
            // Between the timer and the writer's turn the lease may have been kept alive, or ended.
            Plan = plan => _state.Leases.FindLive(lease) is { } live && _state.Leases.IsDue(live)
                ? plan.End(lease, records => LeaseExpiry.NoteOf(live, records, _time))
                : CommitOutcome.LeaseGone(0),
        });
    }
}
