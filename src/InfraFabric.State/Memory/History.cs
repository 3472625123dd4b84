using InfraFabric.State.Contract;

namespace InfraFabric.State.Memory;

/// <summary>What each revision after the compacted one changed, so that watches can resume.</summary>
internal sealed class History
{
    // Revisions have no gap here, so that the place of one is its distance from the first. Forgotten entries are cut
    // off in bulk, when they are half of the list.
    private readonly List<ChangeBatch> _batches = [];
    private int _start;

    /// <summary>Changes up to this revision are forgotten.</summary>
    public long CompactedRevision { get; private set; }

    public long Revision => CompactedRevision + _batches.Count - _start;

    public void StartAt(long revision) => CompactedRevision = revision;

    public void Add(ChangeBatch batch)
    {
        if (batch.Revision != Revision + 1)
            throw new InvalidOperationException($"Revision {batch.Revision} does not follow {Revision}.");
        _batches.Add(batch);
    }

    public ChangeBatch At(long revision) => _batches[_start + (int)(revision - CompactedRevision) - 1];

    /// <summary>Forgets the changes up to a revision and hands each batch to the caller first.</summary>
    public void Forget(long revision, Action<ChangeBatch> forgotten)
    {
        for (; CompactedRevision < revision; CompactedRevision++, _start++)
        {
            forgotten(_batches[_start]);
            _batches[_start] = null!;
        }

        if (_start > _batches.Count / 2)
        {
            _batches.RemoveRange(0, _start);
            _start = 0;
        }
    }
}
