using InfraFabric.State.Contract;
using InfraFabric.State.Memory;

namespace InfraFabric.State.Simulated;

/// <summary>
/// The state that simulated stores are connected to, as several servers are to one etcd. It is never lost; what is
/// connected to it may crash at any time.
/// </summary>
public sealed class SimulatedCluster : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ITimer _leaseTimer;

    public SimulatedCluster(TimeProvider time)
    {
        _time = time;
        State = new MemoryState(time);
        _leaseTimer = time.CreateTimer(_ => EndDueLeases(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal MemoryState State { get; }

    internal Lock Lock { get; } = new();

    internal WatchHub Watchers { get; } = new();

    public void Dispose() => _leaseTimer.Dispose();

    /// <summary>Plans one step and applies it, all at once.</summary>
    internal CommitOutcome Apply(Func<BatchPlan, CommitOutcome> step)
    {
        lock (Lock)
        {
            var plan = new BatchPlan(State);
            var outcome = step(plan);
            foreach (var entry in plan.Entries)
            {
                State.Apply(entry);
                Watchers.Publish(entry.Revision, entry.Versions);
            }

            return outcome;
        }
    }

    internal LeaseId Grant(TimeSpan timeToLive, WitnessNote note)
    {
        var outcome = Apply(plan => plan.Grant(new LeaseTerms(timeToLive, note.Trace), WitnessNoteForm.Encode(note)));
        EndDueLeases();
        return new LeaseId(outcome.Revision);
    }

    private void EndDueLeases()
    {
        lock (Lock)
        {
            var (due, next) = State.Leases.Due();
            foreach (var id in due)
            {
                var lease = State.Leases.FindLive(id)!;
                Apply(plan => plan.End(id, records => LeaseExpiry.NoteOf(lease, records, _time)));
            }

            _leaseTimer.Change(next ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
