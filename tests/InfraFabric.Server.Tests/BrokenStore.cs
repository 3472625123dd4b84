using System.Runtime.CompilerServices;
using InfraFabric.State.Contract;

namespace InfraFabric.Server.Tests;

/// <summary>
/// A backend of which every question ends in the same way, but for those that a server asks to start and to know who
/// calls.
/// </summary>
public sealed class BrokenStore(Func<Task> fate) : IStateStore
{
    // The coordinator follows everything.
    private const int OwnWatches = 1;

    private static readonly string[] OfFollowers =
    [
        "fabric/", "servers/", "identities/", "budgets/", "costs/", "breakers/", "failures/", "policy/governor",
        "escalations/", "messages/", "policy/", "registry/", "swarms/", "sessions/", "reputation/", "blockers/",
        "help/",
    ];

    // Another server writes the ledger, and sees to the notes.
    private static readonly Record Sequencer = new(new RecordKey("witness/sequencer"), new byte[1], 1, 1, LeaseId.None);

    private readonly Dictionary<string, Record> _records = [];
    private int _asked;
    private bool _listed;
    private int _followed;

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
        if (OfFollowers.Contains(query.Prefix))
        {
            var found = _records.Values.Where(r => r.Key.Text.StartsWith(query.Prefix, StringComparison.Ordinal));
            return new RecordPage([.. found], 1, More: false);
        }

        // The coordinator reads everything once, and follows it from there.
        if (!_listed && query.Prefix.Length == 0)
        {
            _listed = true;
            return new RecordPage([], 1, More: false);
        }

        await MeetFateAsync();
        return new RecordPage([new Record(new RecordKey("a"), new byte[64 * 1024], 1, 1, LeaseId.None)], 1, More: true);
    }

    public ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default)
    {
        foreach (var write in commit.Writes)
            _records[write.Key.Text] = new Record(write.Key, write.Value, 1, 1, LeaseId.None);
        return ValueTask.FromResult(CommitOutcome.Committed(1));
    }

    public ValueTask<Record?> GetAsync(
        RecordKey key, long? atRevision = null, CancellationToken cancellationToken = default) =>
        OfFollowers.Any(prefix => key.Text.StartsWith(prefix, StringComparison.Ordinal))
            ? ValueTask.FromResult(_records.GetValueOrDefault(key.Text))
            : ValueTask.FromResult<Record?>(key == Sequencer.Key ? Sequencer : throw NotAsked());

    public async IAsyncEnumerable<ChangeBatch> WatchAsync(
        string prefix, long afterRevision, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var isOfTheServer = OfFollowers.Contains(prefix) || (prefix.Length == 0 && _followed++ < OwnWatches);
        if (isOfTheServer)
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        yield return new ChangeBatch(afterRevision + 1, []);
        await fate();
    }

    public ValueTask<LeaseId> GrantLeaseAsync(
        TimeSpan timeToLive, WitnessNote note, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new LeaseId(1));

    public ValueTask<bool> KeepLeaseAliveAsync(LeaseId lease, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(true);

    public ValueTask<bool> RevokeLeaseAsync(
        LeaseId lease, WitnessNote note, CancellationToken cancellationToken = default) => ValueTask.FromResult(true);

    public ValueTask<IReadOnlyList<PositionedNote>> ReadNotesAsync(
        NotePosition after, int limit, CancellationToken cancellationToken = default) => throw NotAsked();

    public ValueTask RemoveNotesAsync(NotePosition upTo, CancellationToken cancellationToken = default) =>
        throw NotAsked();

    public ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default) => throw NotAsked();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static InvalidOperationException NotAsked() => new("The secret of this defect.");

    private Task MeetFateAsync() => _asked++ < Sound ? Task.CompletedTask : fate();
}
