using InfraFabric.State.Contract;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.State.Etcd.Commits;

/// <summary>
/// A commit on its way: as it will be nested in a transaction of etcd, and who waits for its outcome.
/// </summary>
internal sealed class PendingCommit
{
    // Of the frame around a note: field tags, lengths, and the key that it gets from its group.
    private const int NoteOverheadBytes = 96;

    private readonly TaskCompletionSource<CommitOutcome> _outcome =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly KeyGuard[] _conditions;
    private readonly int _guards;
    private readonly IReadOnlyList<byte[]> _notes;

    public PendingCommit(
        IReadOnlyList<KeyGuard> guards, IReadOnlyList<KeyWrite> writes, IReadOnlyList<byte[]> notes, KeyLayout layout)
    {
        _guards = guards.Count;
        _notes = notes;
        Writes = [.. writes.Select(w => w.Key)];
        // A lease has a key that vanishes with it: a write under the lease asks for that key, unless it makes it.
        var sentinels = LeasesOf(writes).Select(layout.Sentinel).Except(Writes);
        _conditions = [.. guards, .. sentinels.Select(KeyGuard.Exists)];
        Transaction = new TxnRequest();
        foreach (var condition in _conditions)
        {
            var key = KeyLayout.Bytes(condition.Key);
            Transaction.Compare.Add(condition.ToCompare(key));
            Transaction.Failure.Add(new RequestOp { RequestRange = new RangeRequest { Key = key, KeysOnly = true } });
        }

        foreach (var write in writes)
            Transaction.Success.Add(write.ToOperation());
        Operations = Math.Max(_conditions.Length, writes.Count + notes.Count);
        Bytes = Transaction.CalculateSize() + notes.Sum(n => n.Length + NoteOverheadBytes);
    }

    /// <summary>The nested transaction; its notes are added when it joins a group.</summary>
    public TxnRequest Transaction { get; }

    /// <summary>The keys that must not change under it.</summary>
    public IEnumerable<string> Reads => _conditions.Select(c => c.Key);

    public string[] Writes { get; }

    /// <summary>How many operations etcd counts for it.</summary>
    public int Operations { get; }

    public int Bytes { get; }

    /// <summary>The order of its first note within its group.</summary>
    public int FirstNote { get; private set; }

    public Task<CommitOutcome> Outcome => _outcome.Task;

    /// <summary>Its place among the waiting; null once it is on its way.</summary>
    public LinkedListNode<PendingCommit>? Waiting { get; set; }

    /// <summary>Gives the notes their keys; says which order is the next.</summary>
    public int Join(string group, int order)
    {
        FirstNote = order;
        foreach (var note in _notes)
        {
            var key = KeyLayout.Bytes(KeyLayout.Note(group, order++));
            Transaction.Success.Add(KeyWrite.PutOf(key, note, 0));
        }

        return order;
    }

    public void Succeed(long revision) => _outcome.TrySetResult(CommitOutcome.Committed(revision));

    /// <summary>Finds out from what was under the keys of the conditions which of them did not hold.</summary>
    public void Refuse(long revision, IReadOnlyList<ResponseOp> found)
    {
        for (var i = 0; i < _conditions.Length; i++)
        {
            if (_conditions[i].Holds(found[i].ResponseRange.Kvs.FirstOrDefault()))
                continue;
            _outcome.TrySetResult(
                i < _guards ? CommitOutcome.GuardFailed(revision, i) : CommitOutcome.LeaseGone(revision));
            return;
        }

        throw new InvalidOperationException("etcd refused a commit whose guards all hold.");
    }

    public void Fail(Exception error) => _outcome.TrySetException(error);

    public void Cancel(CancellationToken cancellationToken) => _outcome.TrySetCanceled(cancellationToken);

    private static IEnumerable<LeaseId> LeasesOf(IReadOnlyList<KeyWrite> writes) =>
        writes.Select(w => w.Lease).Where(l => !l.IsNone).Distinct();
}
