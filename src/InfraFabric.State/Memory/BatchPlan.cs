using InfraFabric.State.Contract;

namespace InfraFabric.State.Memory;

/// <summary>
/// What a batch of requests would change, decided one after the other: each sees the durable state and what those
/// before it in the batch will have done. Nothing is applied; if the batch cannot be made durable, the plan is dropped.
/// </summary>
internal sealed class BatchPlan(MemoryState state)
{
    private readonly Dictionary<string, Record?> _planned = [];
    private readonly Dictionary<long, bool> _plannedLeases = [];
    private long _revision = state.Revision;

    /// <summary>The entries to make durable and then to apply, in order.</summary>
    public List<LogEntry> Entries { get; } = [];

    /// <summary>The revision once the batch is applied.</summary>
    public long Revision => _revision;

    public CommitOutcome Commit(Commit commit)
    {
        for (var i = 0; i < commit.Guards.Count; i++)
        {
            if (!commit.Guards[i].Holds(Current(commit.Guards[i].Key.Text)))
                return CommitOutcome.GuardFailed(_revision, i);
        }

        for (var i = 0; i < commit.Writes.Count; i++)
        {
            if (!commit.Writes[i].Lease.IsNone && !IsLive(commit.Writes[i].Lease))
                return CommitOutcome.LeaseGone(_revision);
        }

        var revision = ++_revision;
        var versions = new List<Record>(commit.Writes.Count);
        for (var i = 0; i < commit.Writes.Count; i++)
            Plan(commit.Writes[i], revision, versions);
        Entries.Add(new LogEntry { Revision = revision, Versions = versions, Notes = commit.EncodedNotes });
        return CommitOutcome.Committed(revision);
    }

    /// <summary>Grants a lease whose id is the revision in the outcome.</summary>
    public CommitOutcome Grant(LeaseTerms terms, byte[] note)
    {
        var revision = ++_revision;
        _plannedLeases[revision] = true;
        Entries.Add(new LogEntry { Revision = revision, Granted = terms, Notes = [note] });
        return CommitOutcome.Committed(revision);
    }

    /// <summary>Ends a lease; the note is told how many records vanish with it.</summary>
    public CommitOutcome End(LeaseId lease, Func<int, byte[]> note)
    {
        if (!IsLive(lease))
            return CommitOutcome.LeaseGone(_revision);
        var revision = ++_revision;
        var versions = new List<Record>();
        foreach (var key in KeysOf(lease))
            Plan(Write.Delete(key), revision, versions);

        _plannedLeases[lease.Value] = false;
        Entries.Add(new LogEntry
        {
            Revision = revision,
            Versions = versions,
            EndedLease = lease,
            Notes = [note(versions.Count)],
        });
        return CommitOutcome.Committed(revision);
    }

    public CommitOutcome RemoveNotes(NotePosition upTo)
    {
        Entries.Add(new LogEntry { Revision = 0, RemovedNotes = upTo });
        return CommitOutcome.Committed(_revision);
    }

    private Record? Current(string key) => _planned.TryGetValue(key, out var planned) ? planned : state.Find(key);

    private bool IsLive(LeaseId lease) =>
        _plannedLeases.TryGetValue(lease.Value, out var live) ? live : state.Leases.FindLive(lease) is not null;

    private void Plan(Write write, long revision, List<Record> versions)
    {
        var before = Current(write.Key.Text);
        if (write.IsDelete && before is null)
            return;
        // The tree keeps the key of the first version; sharing it saves one string for every later one.
        var key = before?.Key ?? write.Key;
        var after = write.IsDelete
            ? Record.Tombstone(key, revision)
            : new Record(key, write.Value, before?.CreateRevision ?? revision, revision, write.Lease);
        _planned[key.Text] = write.IsDelete ? null : after;
        versions.Add(after);
    }

    private List<RecordKey> KeysOf(LeaseId lease)
    {
        var keys = new SortedSet<string>(state.Leases.FindLive(lease)?.Keys ?? [], StringComparer.Ordinal);
        keys.UnionWith(_planned.Keys);
        return [.. keys.Where(key => Current(key)?.Lease == lease).Select(key => new RecordKey(key))];
    }
}
