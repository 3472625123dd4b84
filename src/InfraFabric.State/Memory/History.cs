using InfraFabric.State.Contract;

namespace InfraFabric.State.Memory;

/// <summary>What each revision after the compacted one changed, so that watches can resume.</summary>
/// <remarks>
/// It keeps no object of its own for a commit, only places in two queues: the versions that commits made, one after the
/// other, and for each revision where its versions end. Revisions have no gap here.
/// </remarks>
internal sealed class History
{
    private readonly SegmentedQueue<Record> _versions = new();
    private readonly SegmentedQueue<long> _ends = new();
    private long _forgottenVersions;

    /// <summary>Changes up to this revision are forgotten.</summary>
    public long CompactedRevision { get; private set; }

    public long Revision => CompactedRevision + _ends.Count;

    public void StartAt(long revision) => CompactedRevision = revision;

    public void Add(long revision, IReadOnlyList<Record> versions)
    {
        if (revision != Revision + 1)
            throw new InvalidOperationException($"Revision {revision} does not follow {Revision}.");
        for (var i = 0; i < versions.Count; i++)
            _versions.Add(versions[i]);
        _ends.Add(_forgottenVersions + _versions.Count);
    }

    /// <summary>The changes of a revision under a prefix; null if there are none.</summary>
    public ChangeBatch? At(long revision, string prefix)
    {
        List<Change>? changes = null;
        var end = EndOf(revision);
        for (var i = EndOf(revision - 1); i < end; i++)
        {
            if (_versions[i].Key.Text.StartsWith(prefix, StringComparison.Ordinal))
                (changes ??= []).Add(_versions[i].AsChange());
        }

        return changes is null ? null : new ChangeBatch(revision, changes);
    }

    /// <summary>Forgets the changes up to a revision and hands each version to the caller first.</summary>
    public void Forget(long revision, Action<Record> forgotten)
    {
        var count = EndOf(revision);
        for (var i = 0; i < count; i++)
            forgotten(_versions[i]);
        _versions.RemoveFirst(count);
        _ends.RemoveFirst((int)(revision - CompactedRevision));
        _forgottenVersions += count;
        CompactedRevision = revision;
    }

    private int EndOf(long revision) => revision == CompactedRevision
        ? 0
        : (int)(_ends[(int)(revision - CompactedRevision) - 1] - _forgottenVersions);
}
