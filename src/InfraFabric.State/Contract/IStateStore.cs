namespace InfraFabric.State.Contract;

/// <summary>
/// The one truth: records under keys, changed by all-or-nothing commits, watched in order, with leases.
/// </summary>
/// <remarks>
/// Every backend keeps these promises; <c>InfraFabric.State.Conformance</c> holds them to it.
/// <list type="bullet">
/// <item>Commits are linearizable. Revisions only grow: a commit has a greater revision than every commit that was
/// acknowledged before it was submitted. Commits that ran at the same time may share one.</item>
/// <item>What was acknowledged survives the loss of the process and of power.</item>
/// <item>No change without a witness: the notes of a commit are stored by the same transaction.</item>
/// <item>A watch yields every change after its revision, in order, without a gap, or says that it cannot.</item>
/// </list>
/// A broken environment throws <see cref="Core.Errors.FabricException"/>. When it carries
/// <c>IF_ERR_OUTCOME_UNKNOWN</c> the commit may or may not have happened: read before trying again.
/// </remarks>
public interface IStateStore : IAsyncDisposable
{
    /// <summary>Applies all writes if all guards hold, else nothing; says which.</summary>
    ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default);

    /// <summary>
    /// The record under a key, now or as it was at a revision that is still kept; null if there is none.
    /// </summary>
    ValueTask<Record?> GetAsync(RecordKey key, long? atRevision = null, CancellationToken cancellationToken = default);

    /// <summary>One page of records in the order of their keys, all as of one revision.</summary>
    ValueTask<RecordPage> ListAsync(ListQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Every change under a prefix after a revision, a batch per revision, until cancelled. Throws
    /// <c>IF_ERR_STATE_COMPACTED</c> when changes after <paramref name="afterRevision"/> are no longer kept (list
    /// again, and watch after the revision of the list), and <c>IF_ERR_STATE_REVISION_AHEAD</c> when that revision
    /// does not exist.
    /// </summary>
    IAsyncEnumerable<ChangeBatch> WatchAsync(
        string prefix, long afterRevision, CancellationToken cancellationToken = default);

    /// <summary>Starts a lease. It ends, and its records vanish, when it is not kept alive for that long.</summary>
    ValueTask<LeaseId> GrantLeaseAsync(
        TimeSpan timeToLive, WitnessNote note, CancellationToken cancellationToken = default);

    /// <summary>Starts the time to live again; false when the lease has ended.</summary>
    ValueTask<bool> KeepLeaseAliveAsync(LeaseId lease, CancellationToken cancellationToken = default);

    /// <summary>Ends a lease and removes its records now; false when it had ended already.</summary>
    ValueTask<bool> RevokeLeaseAsync(LeaseId lease, WitnessNote note, CancellationToken cancellationToken = default);

    /// <summary>
    /// The oldest notes not yet removed, after a position, in the order of their commits. Reading changes nothing:
    /// after a crash the same notes come again at the same positions, so a reader that remembers its last one misses
    /// none and takes none twice.
    /// </summary>
    ValueTask<IReadOnlyList<PositionedNote>> ReadNotesAsync(
        NotePosition after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Removes the notes up to and including a position, once the reader has them safe.</summary>
    ValueTask RemoveNotesAsync(NotePosition upTo, CancellationToken cancellationToken = default);

    /// <summary>
    /// Forgets history up to a revision: reads and watches need a later one from then on. Records stay.
    /// </summary>
    ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default);

    /// <summary>What the store holds and where it stands.</summary>
    ValueTask<StateStats> GetStatsAsync(CancellationToken cancellationToken = default);
}
