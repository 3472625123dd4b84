using InfraFabric.State.Contract;

namespace InfraFabric.State.Memory;

/// <summary>
/// All leases. Deadlines are in memory only: after a restart every lease has its whole time to live again.
/// </summary>
internal sealed class LeaseTable(TimeProvider time)
{
    private readonly Dictionary<long, Lease> _leases = [];

    public int LiveCount { get; private set; }

    public Lease? FindLive(LeaseId id) =>
        _leases.TryGetValue(id.Value, out var lease) && lease.EndRevision == 0 ? lease : null;

    public void Grant(LeaseId id, LeaseTerms terms)
    {
        _leases.Add(id.Value, new Lease(id, terms, DeadlineAfter(terms.TimeToLive)));
        LiveCount++;
    }

    public bool KeepAlive(LeaseId id)
    {
        if (FindLive(id) is not { } lease)
            return false;
        lease.Deadline = DeadlineAfter(lease.Terms.TimeToLive);
        return true;
    }

    public bool IsDue(Lease lease) => time.GetTimestamp() >= lease.Deadline;

    public void End(LeaseId id, long revision)
    {
        if (FindLive(id) is not { } lease)
            return;
        lease.EndRevision = revision;
        lease.Keys.Clear();
        LiveCount--;
    }

    /// <summary>Moves a key from the lease of its old version to that of its new one.</summary>
    public void Attach(string key, LeaseId before, LeaseId after)
    {
        if (before == after)
            return;
        if (!before.IsNone)
            FindLive(before)?.Keys.Remove(key);
        if (!after.IsNone)
            FindLive(after)?.Keys.Add(key);
    }

    /// <summary>The leases that are due, and how long until the next one is.</summary>
    public (List<LeaseId> Due, TimeSpan? Next) Due()
    {
        var now = time.GetTimestamp();
        var due = new List<LeaseId>();
        long? next = null;
        foreach (var lease in _leases.Values)
        {
            if (lease.EndRevision != 0)
                continue;
            if (lease.Deadline <= now)
                due.Add(lease.Id);
            else if (next is null || lease.Deadline < next)
                next = lease.Deadline;
        }

        return (due, next is { } at ? time.GetElapsedTime(now, at) : null);
    }

    /// <summary>The leases that lived after the commit of a revision.</summary>
    public List<Lease> LivingAt(long revision) =>
        [.. _leases.Values.Where(lease =>
            lease.Id.Value <= revision && (lease.EndRevision == 0 || lease.EndRevision > revision))];

    public void Forget(long revision)
    {
        foreach (var lease in _leases.Values.Where(l => l.EndRevision != 0 && l.EndRevision <= revision).ToList())
            _leases.Remove(lease.Id.Value);
    }

    private long DeadlineAfter(TimeSpan timeToLive) =>
        time.GetTimestamp() + (long)(timeToLive.TotalSeconds * time.TimestampFrequency);
}
