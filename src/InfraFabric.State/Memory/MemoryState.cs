using InfraFabric.State.Contract;

namespace InfraFabric.State.Memory;

/// <summary>
/// The whole state in memory, with the versions that history still needs. It holds only what is durable: a backend
/// plans a batch of entries against it (<see cref="BatchPlan"/>), makes them durable, and then applies them.
/// </summary>
/// <remarks>The backend's lock guards every member. Applying is the only change, and never fails halfway.</remarks>
internal sealed class MemoryState(TimeProvider time)
{
    private readonly RecordTree _tree = new();

    public History History { get; } = new();

    public Outbox Outbox { get; } = new();

    public LeaseTable Leases { get; } = new(time);

    public long Revision => History.Revision;

    public long CompactedRevision => History.CompactedRevision;

    /// <summary>Records that exist now.</summary>
    public long RecordCount { get; private set; }

    public Record? Find(string key) => _tree.Find(key) is { IsTombstone: false } record ? record : null;

    public Record? FindAt(string key, long revision)
    {
        RequireKept(revision);
        return VersionAt(_tree.Find(key), revision);
    }

    public RecordPage List(ListQuery query)
    {
        var revision = query.AtRevision ?? Revision;
        RequireKept(revision);
        var records = new List<Record>(Math.Min(query.Limit, 64));
        var start = query.After is { } after && string.CompareOrdinal(after.Text, query.Prefix) > 0
            ? after.Text
            : query.Prefix;
        foreach (var newest in _tree.From(start))
        {
            var key = newest.Key.Text;
            if (!key.StartsWith(query.Prefix, StringComparison.Ordinal))
                break;
            if (VersionAt(newest, revision) is not { } record || (query.After is { } last && key == last.Text))
                continue;
            if (records.Count == query.Limit)
                return new RecordPage(records, revision, More: true);
            records.Add(record);
        }

        return new RecordPage(records, revision, More: false);
    }

    /// <summary>Every record that exists now, in the order of their keys.</summary>
    public IEnumerable<Record> All() => _tree.From("").Where(record => !record.IsTombstone);

    /// <summary>Takes over a record from a snapshot, before any entry is applied.</summary>
    public void Load(Record record)
    {
        _tree.Push(record);
        RecordCount++;
        Leases.Attach(record.Key.Text, LeaseId.None, record.Lease);
    }

    public void Apply(LogEntry entry)
    {
        if (entry.RemovedNotes > NotePosition.Start)
            Outbox.RemoveUpTo(entry.RemovedNotes);
        if (entry.Revision == 0)
            return;

        if (entry.Granted is { } terms)
            Leases.Grant(new LeaseId(entry.Revision), terms);
        for (var i = 0; i < entry.Versions.Count; i++)
            Apply(entry.Versions[i]);
        if (!entry.EndedLease.IsNone)
            Leases.End(entry.EndedLease, entry.Revision);
        for (var order = 0; order < entry.Notes.Count; order++)
            Outbox.Add(new NotePosition(entry.Revision, order), entry.Notes[order]);
        History.Add(entry.Revision, entry.Versions);
    }

    public void Compact(long revision)
    {
        History.Forget(revision, version => ForgetVersions(version.Key.Text, revision));
        Leases.Forget(revision);
    }

    public void RequireKept(long revision)
    {
        if (revision < CompactedRevision)
            throw StateErrors.Compacted(revision, CompactedRevision);
        if (revision > Revision)
            throw StateErrors.RevisionAhead(revision, Revision);
    }

    private static Record? VersionAt(Record? newest, long revision)
    {
        var version = newest;
        while (version is not null && version.ModifyRevision > revision)
            version = version.Previous;
        return version is { IsTombstone: false } ? version : null;
    }

    private void Apply(Record version)
    {
        _tree.Push(version);
        var before = version.Previous is { IsTombstone: false } record ? record : null;
        Leases.Attach(version.Key.Text, before?.Lease ?? LeaseId.None, version.Lease);
        RecordCount += (version.IsTombstone ? 0 : 1) - (before is null ? 0 : 1);
    }

    private void ForgetVersions(string key, long revision)
    {
        Record? newer = null;
        var version = _tree.Find(key);
        for (; version is not null && version.ModifyRevision > revision; version = version.Previous)
            newer = version;
        if (version is null)
            return;
        version.Previous = null;
        if (!version.IsTombstone)
            return;
        if (newer is null)
            _tree.Remove(key);
        else
            newer.Previous = null;
    }
}
