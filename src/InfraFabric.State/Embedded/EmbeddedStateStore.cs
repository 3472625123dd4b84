using System.Runtime.CompilerServices;
using InfraFabric.State.Contract;
using InfraFabric.State.Memory;

namespace InfraFabric.State.Embedded;

/// <summary>
/// The state of one machine: whole in memory, durable in one folder, owned by one process. One writer thread makes the
/// commits that wait at the same time durable with one write to disk, and answers them only after that.
/// </summary>
public sealed partial class EmbeddedStateStore : IStateStore
{
    private readonly TimeProvider _time;
    private readonly EmbeddedOptions _options;
    private readonly MemoryState _state;
    private readonly WatchHub _watchers = new();

    // Guards the memory. Held for the look-up of a read or the application of a batch, never while the disk works.
    private readonly Lock _lock = new();

    private bool _disposed;

    private EmbeddedStateStore(EmbeddedOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _state = new MemoryState(time);
        _leaseTimer = time.CreateTimer(_ => EndDueLeases(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _writer = new Thread(RunWriter) { IsBackground = true, Name = "state-writer" };
    }

    /// <summary>
    /// Opens the state in a folder, or makes an empty one. Fails rather than serve what it cannot verify.
    /// </summary>
    public static async Task<EmbeddedStateStore> OpenAsync(
        EmbeddedOptions options, TimeProvider time, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var store = new EmbeddedStateStore(options, time);
        store._writer.Start();
        try
        {
            await store._opened.Task;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }

        store._compaction = store.CompactWhenDueAsync();
        store.EndDueLeases();
        return store;
    }

    public ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Enqueue(new WriteRequest { Plan = plan => plan.Commit(commit) }));
    }

    public ValueTask<Record?> GetAsync(
        RecordKey key, long? atRevision = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            RequireOpen();
            return new(atRevision is { } revision ? _state.FindAt(key.Text, revision) : _state.Find(key.Text));
        }
    }

    public ValueTask<RecordPage> ListAsync(ListQuery query, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            RequireOpen();
            return new(_state.List(query));
        }
    }

    public async IAsyncEnumerable<ChangeBatch> WatchAsync(
        string prefix, long afterRevision, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RecordKey.RequirePrefix(prefix);
        var watcher = new Watcher(_state, _lock, prefix, afterRevision);
        lock (_lock)
        {
            RequireOpen();
            _state.RequireKept(afterRevision);
            _watchers.Add(watcher);
        }

        try
        {
            await foreach (var batch in watcher.ReadAsync(cancellationToken))
                yield return batch;
        }
        finally
        {
            lock (_lock)
                _watchers.Remove(watcher);
        }
    }

    public ValueTask<IReadOnlyList<PositionedNote>> ReadNotesAsync(
        NotePosition after, int limit, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        List<(NotePosition Position, ReadOnlyMemory<byte> Encoded)> notes;
        lock (_lock)
        {
            RequireOpen();
            notes = _state.Outbox.Read(after, _state.Revision, Math.Min(limit, StateLimits.MaxNotesRead));
        }

        return new(notes.ConvertAll(
            note => new PositionedNote(note.Position, WitnessNoteForm.Decode(note.Encoded.Span))));
    }

    public async ValueTask RemoveNotesAsync(NotePosition upTo, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Enqueue(new WriteRequest { Plan = plan => plan.RemoveNotes(upTo) });
    }

    public ValueTask<StateStats> GetStatsAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            RequireOpen();
            return new(new StateStats
            {
                Backend = "embedded",
                Location = _file!.Path,
                Revision = _state.Revision,
                CompactedRevision = _state.CompactedRevision,
                Records = _state.RecordCount,
                PendingNotes = _state.Outbox.Count,
                Leases = _state.Leases.LiveCount,
                Watchers = _watchers.Count,
                DiskBytes = _file.DiskBytes,
            });
        }
    }

    /// <summary>Answers what waits, closes the watches, and puts everything into the one file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        await _leaseTimer.DisposeAsync();
        await _stopping.CancelAsync();
        await _compaction;
        _closing = true;
        _wake.Set();
        await _stopped.Task;
        _wake.Dispose();
        lock (_lock)
            _watchers.CloseAll(StateErrors.Closed());
        _stopping.Dispose();
    }

    private void RequireOpen()
    {
        if (_failure is not null)
            throw _failure;
        if (_closing)
            throw StateErrors.Closed();
    }
}
