using System.Runtime.CompilerServices;
using InfraFabric.State.Contract;

namespace InfraFabric.Server.Tests;

/// <summary>A backend of which every question ends in the same way.</summary>
public sealed class BrokenStore(Func<Task> fate) : IStateStore
{
    private int _asked;

    /// <summary>How many questions are answered well before.</summary>
    public int Sound { get; init; }

    public async ValueTask<StateStats> GetStatsAsync(CancellationToken cancellationToken = default)
    {
        await MeetFateAsync();
        return new StateStats
        {
            Backend = "broken",
            Revision = 1,
            CompactedRevision = 0,
            Records = 0,
            PendingNotes = 0,
            Leases = 0,
            Location = "nowhere",
        };
    }

    public async ValueTask<RecordPage> ListAsync(ListQuery query, CancellationToken cancellationToken = default)
    {
        await MeetFateAsync();
        return new RecordPage([new Record(new RecordKey("a"), new byte[64 * 1024], 1, 1, LeaseId.None)], 1, More: true);
    }

    public ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default) =>
        throw NotAsked();

    public ValueTask<Record?> GetAsync(
        RecordKey key, long? atRevision = null, CancellationToken cancellationToken = default) =>
        throw NotAsked();

    public async IAsyncEnumerable<ChangeBatch> WatchAsync(
        string prefix, long afterRevision, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return new ChangeBatch(afterRevision + 1, []);
        await fate();
    }

    public ValueTask<LeaseId> GrantLeaseAsync(
        TimeSpan timeToLive, WitnessNote note, CancellationToken cancellationToken = default) => throw NotAsked();

    public ValueTask<bool> KeepLeaseAliveAsync(LeaseId lease, CancellationToken cancellationToken = default) =>
        throw NotAsked();

    public ValueTask<bool> RevokeLeaseAsync(
        LeaseId lease, WitnessNote note, CancellationToken cancellationToken = default) => throw NotAsked();

    public ValueTask<IReadOnlyList<PositionedNote>> ReadNotesAsync(
        NotePosition after, int limit, CancellationToken cancellationToken = default) => throw NotAsked();

    public ValueTask RemoveNotesAsync(NotePosition upTo, CancellationToken cancellationToken = default) =>
        throw NotAsked();

    public ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default) => throw NotAsked();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static InvalidOperationException NotAsked() => new("The secret of this defect.");

    private Task MeetFateAsync() => _asked++ < Sound ? Task.CompletedTask : fate();
}
