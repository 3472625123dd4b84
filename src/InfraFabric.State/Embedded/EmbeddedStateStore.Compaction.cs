using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;

namespace InfraFabric.State.Embedded;

public sealed partial class EmbeddedStateStore
{
    // Below this size of the log, a snapshot is not worth writing.
    private const long MinLogBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan CompactionCheck = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _compacting = new(1);
    private Task _compaction = Task.CompletedTask;

    public async ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default)
    {
        await _compacting.WaitAsync(cancellationToken);
        try
        {
            await SnapshotAsync(revision, cancellationToken);
        }
        finally
        {
            _compacting.Release();
        }
    }

    /// <summary>The background loop, stopped by <see cref="DisposeAsync"/>.</summary>
    private async Task CompactWhenDueAsync()
    {
        while (_failure is null)
        {
            try
            {
                await Task.Delay(CompactionCheck, _time, _stopping.Token);
                if (DueCompaction() is { } revision)
                    await CompactAsync(revision, _stopping.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                // The store closes; an unfinished snapshot means nothing and is deleted at the next opening.
                return;
            }
            catch (FabricException)
            {
                // A full disk, or the store has failed. Whoever commits is told so; what is left here is to try later.
                continue;
            }
        }
    }

    private long? DueCompaction()
    {
        lock (_lock)
        {
            var kept = _state.Revision - _state.CompactedRevision;
            return kept >= 2L * _options.RetainedRevisions
                && _file!.LogBytes >= Math.Max(MinLogBytes, _file.SnapshotBytes / 2)
                ? _state.Revision - _options.RetainedRevisions
                : null;
        }
    }

    /// <summary>
    /// Writes what the state was at a revision, chunk by chunk between commits, and lets the file start from it.
    /// </summary>
    private async Task SnapshotAsync(long revision, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            RequireOpen();
            if (revision > _state.Revision)
                throw StateErrors.RevisionAhead(revision, _state.Revision);
            if (revision <= _state.CompactedRevision)
                return;
        }

        await UpkeepWhileAsync(file => file.DeleteSomeUnfinished());
        long chunks = 0, records = 0, bytes = 0, generation = 0, started = 0;
        await UpkeepAsync(file => (generation, started) = (file.NextGeneration, file.Sequence));
        foreach (var chunk in new SnapshotSource(_state, _lock).Chunks(revision))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var id = StateFile.ChunkId(generation, chunks);
            chunk.Writer.Seal(id);
            await UpkeepAsync(file => file.WriteChunk(id, chunk.Writer.Written));
            chunks++;
            records += chunk.Records;
            bytes += chunk.Writer.Length;
        }

        await UpkeepAsync(file =>
        {
            // Rows that only removed notes have no revision of their own. Those written since the chunks were begun may
            // remove notes that a chunk still holds, so they stay.
            var first = Math.Min(file.FirstSequenceAfter(revision), started + 1);
            file.Adopt(new SnapshotHeader(generation, revision, chunks, records, first), bytes);
        });
        lock (_lock)
            _state.Compact(revision);
        await UpkeepWhileAsync(file => file.DeleteSomeLeftovers());
    }

    private async Task UpkeepWhileAsync(Func<StateFile, bool> some)
    {
        for (var more = true; more;)
            await UpkeepAsync(file => more = some(file));
    }

    private Task<CommitOutcome> UpkeepAsync(Action<StateFile> work) => Enqueue(new WriteRequest { Upkeep = work });
}
