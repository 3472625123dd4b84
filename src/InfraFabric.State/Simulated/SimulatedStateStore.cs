using System.Runtime.CompilerServices;
using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.State.Memory;

namespace InfraFabric.State.Simulated;

/// <summary>
/// A connection to a simulated cluster, over which requests and answers are late, get lost, or are cut, as a seeded
/// source of chance decides: the same seed on the same single-threaded schedule gives the same run.
/// </summary>
public sealed class SimulatedStateStore(
    SimulatedCluster cluster, SimulatedFaults faults, Random chance, TimeProvider time) : IStateStore
{
    private readonly CancellationTokenSource _crash = new();

    public async ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default) =>
        await ChangeAsync(() => cluster.Apply(plan => plan.Commit(commit)), cancellationToken);

    public async ValueTask<Record?> GetAsync(
        RecordKey key, long? atRevision = null, CancellationToken cancellationToken = default) =>
        await ReadAsync(
            state => atRevision is { } revision ? state.FindAt(key.Text, revision) : state.Find(key.Text),
            cancellationToken);

    public async ValueTask<RecordPage> ListAsync(ListQuery query, CancellationToken cancellationToken = default) =>
        await ReadAsync(state => state.List(query), cancellationToken);

    public async IAsyncEnumerable<ChangeBatch> WatchAsync(
        string prefix, long afterRevision, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RecordKey.RequirePrefix(prefix);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_crash.Token, cancellationToken);
        await using var batches = ConnectedAsync(prefix, afterRevision, ended.Token).GetAsyncEnumerator(ended.Token);
        while (true)
        {
            try
            {
                await batches.MoveNextAsync();
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw StateErrors.Closed();
            }

            yield return batches.Current;
        }
    }

    public async ValueTask<LeaseId> GrantLeaseAsync(
        TimeSpan timeToLive, WitnessNote note, CancellationToken cancellationToken = default)
    {
        if (timeToLive < StateLimits.MinLeaseTimeToLive || timeToLive > StateLimits.MaxLeaseTimeToLive)
            throw StateErrors.LeaseOutOfBounds(timeToLive);
        return await ChangeAsync(() => cluster.Grant(timeToLive, note), cancellationToken);
    }

    public async ValueTask<bool> KeepLeaseAliveAsync(LeaseId lease, CancellationToken cancellationToken = default) =>
        await ReadAsync(state => state.Leases.KeepAlive(lease), cancellationToken);

    public async ValueTask<bool> RevokeLeaseAsync(
        LeaseId lease, WitnessNote note, CancellationToken cancellationToken = default)
    {
        var encoded = WitnessNoteForm.Encode(note);
        return await ChangeAsync(
            () => cluster.Apply(plan => plan.End(lease, _ => encoded)).Succeeded, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<PositionedNote>> ReadNotesAsync(
        NotePosition after, int limit, CancellationToken cancellationToken = default) =>
        await ReadAsync(
            state => state.Outbox.Read(after, state.Revision, Math.Min(limit, StateLimits.MaxNotesRead))
                .ConvertAll(note => new PositionedNote(note.Position, WitnessNoteForm.Decode(note.Encoded.Span))),
            cancellationToken);

    public async ValueTask RemoveNotesAsync(NotePosition upTo, CancellationToken cancellationToken = default) =>
        await ChangeAsync(() => cluster.Apply(plan => plan.RemoveNotes(upTo)), cancellationToken);

    public async ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default) =>
        await ReadAsync(
            state =>
            {
                if (revision > state.Revision)
                    throw StateErrors.RevisionAhead(revision, state.Revision);
                state.Compact(revision);
                return true;
            },
            cancellationToken);

    public async ValueTask<StateStats> GetStatsAsync(CancellationToken cancellationToken = default) =>
        await ReadAsync(
            state => new StateStats
            {
                Backend = "simulated",
                Location = "memory",
                Revision = state.Revision,
                CompactedRevision = state.CompactedRevision,
                Records = state.RecordCount,
                PendingNotes = state.Outbox.Count,
                Leases = state.Leases.LiveCount,
                Watchers = cluster.Watchers.Count,
            },
            cancellationToken);

    /// <summary>
    /// Cuts the connection for good, as the death of its process does. What is under way ends without an answer.
    /// </summary>
    public void Crash() => _crash.Cancel();

    public ValueTask DisposeAsync()
    {
        Crash();
        return ValueTask.CompletedTask;
    }

    private async IAsyncEnumerable<ChangeBatch> ConnectedAsync(
        string prefix, long afterRevision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var watcher = new Watcher(cluster.State, cluster.Lock, prefix, afterRevision);
            lock (cluster.Lock)
            {
                cluster.State.RequireKept(afterRevision);
                cluster.Watchers.Add(watcher);
            }

            try
            {
                await foreach (var batch in watcher.ReadAsync(cancellationToken))
                {
                    await TravelAsync(cancellationToken);
                    afterRevision = batch.Revision;
                    yield return batch;
                    if (Happens(faults.CutWatch))
                        break;
                }
            }
            finally
            {
                lock (cluster.Lock)
                    cluster.Watchers.Remove(watcher);
            }
        }
    }

    private async Task<T> ReadAsync<T>(Func<MemoryState, T> read, CancellationToken cancellationToken)
    {
        await ArriveAsync(cancellationToken);
        T answer;
        lock (cluster.Lock)
            answer = read(cluster.State);
        await TravelAsync(cancellationToken);
        return _crash.IsCancellationRequested ? throw StateErrors.Closed() : answer;
    }

    private async Task<T> ChangeAsync<T>(Func<T> change, CancellationToken cancellationToken)
    {
        await ArriveAsync(cancellationToken);
        var answer = change();
        var lost = Happens(faults.LostAcknowledgement);
        await TravelAsync(CancellationToken.None);
        return lost || _crash.IsCancellationRequested ? throw OutcomeUnknown() : answer;
    }

    private async Task ArriveAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_crash.IsCancellationRequested)
            throw StateErrors.Closed();
        var lost = Happens(faults.LostRequest);
        await TravelAsync(cancellationToken);
        if (lost || _crash.IsCancellationRequested)
            throw Unreachable();
    }

    private async Task TravelAsync(CancellationToken cancellationToken)
    {
        if (faults.MaxDelay > TimeSpan.Zero)
            await Task.Delay(faults.MaxDelay * Roll(), time, cancellationToken);
    }

    private bool Happens(double probability) => probability > 0 && Roll() < probability;

    private double Roll()
    {
        lock (chance)
            return chance.NextDouble();
    }

    private static FabricException Unreachable() => new(
        ErrorTable.StateUnavailable, "The state store did not answer.", "The simulation lost the request.",
        "Try again.");

    private static FabricException OutcomeUnknown() => new(
        ErrorTable.StateOutcomeUnknown, "Whether the commit happened is not known.",
        "The simulation lost the answer.", "Read what is there before trying again.");
}
