using System.Runtime.CompilerServices;
using InfraFabric.State.Contract;

namespace InfraFabric.Server.Tests.Identity;

/// <summary>A connection to a store that a test can cut: reads hang, and watches end or fall silent.</summary>
internal sealed class CutOffStore(IStateStore inner) : IStateStore
{
    private CancellationTokenSource _watches = new();
    private Exception? _end;

    /// <summary>While it is set, whoever reads waits for it, and watches tell nothing.</summary>
    public TaskCompletionSource? Cut { get; set; }

    /// <summary>While there is one, watches lose what they should tell; it ends when they have.</summary>
    public TaskCompletionSource? Swallow { get; set; }

    /// <summary>What happens right before a commit is made; nothing, if left out.</summary>
    public Func<Task>? BeforeCommit { get; set; }

    /// <summary>Ends all watches with an error.</summary>
    public void EndWatches(Exception error)
    {
        _end = error;
        var ended = Interlocked.Exchange(ref _watches, new CancellationTokenSource());
        ended.Cancel();
    }

    public async ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default)
    {
        if (BeforeCommit is { } happens)
            await happens();
        return await inner.CommitAsync(commit, cancellationToken);
    }

    public async ValueTask<Record?> GetAsync(
        RecordKey key, long? atRevision = null, CancellationToken cancellationToken = default)
    {
        if (Cut is { } cut)
            await cut.Task.WaitAsync(cancellationToken);
        return await inner.GetAsync(key, atRevision, cancellationToken);
    }

    public async ValueTask<RecordPage> ListAsync(ListQuery query, CancellationToken cancellationToken = default)
    {
        if (Cut is { } cut)
            await cut.Task.WaitAsync(cancellationToken);
        return await inner.ListAsync(query, cancellationToken);
    }

    public async IAsyncEnumerable<ChangeBatch> WatchAsync(
        string prefix, long afterRevision, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _watches.Token);
        await using var batches = inner.WatchAsync(prefix, afterRevision, ended.Token).GetAsyncEnumerator(ended.Token);
        while (true)
        {
            try
            {
                if (!await batches.MoveNextAsync())
                    yield break;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw _end!;
            }

            if (Cut is { } cut)
                await cut.Task.WaitAsync(cancellationToken);
            if (Swallow is { } swallow)
                swallow.TrySetResult();
            else
                yield return batches.Current;
        }
    }

    public ValueTask<LeaseId> GrantLeaseAsync(
        TimeSpan timeToLive, WitnessNote note, CancellationToken cancellationToken = default) =>
        inner.GrantLeaseAsync(timeToLive, note, cancellationToken);

    public ValueTask<bool> KeepLeaseAliveAsync(LeaseId lease, CancellationToken cancellationToken = default) =>
        inner.KeepLeaseAliveAsync(lease, cancellationToken);

    public ValueTask<bool> RevokeLeaseAsync(
        LeaseId lease, WitnessNote note, CancellationToken cancellationToken = default) =>
        inner.RevokeLeaseAsync(lease, note, cancellationToken);

    public ValueTask<IReadOnlyList<PositionedNote>> ReadNotesAsync(
        NotePosition after, int limit, CancellationToken cancellationToken = default) =>
        inner.ReadNotesAsync(after, limit, cancellationToken);

    public ValueTask RemoveNotesAsync(NotePosition upTo, CancellationToken cancellationToken = default) =>
        inner.RemoveNotesAsync(upTo, cancellationToken);

    public ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default) =>
        inner.CompactAsync(revision, cancellationToken);

    public ValueTask<StateStats> GetStatsAsync(CancellationToken cancellationToken = default) =>
        inner.GetStatsAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _watches.Dispose();
        await inner.DisposeAsync();
    }
}
