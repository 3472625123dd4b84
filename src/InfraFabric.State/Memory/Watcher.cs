using System.Runtime.CompilerServices;
using System.Threading.Channels;
using InfraFabric.State.Contract;

namespace InfraFabric.State.Memory;

/// <summary>
/// One reader of the changes under a prefix. Its buffer is bounded: a reader that falls behind stops being fed, empties
/// the buffer, and catches up from history; only when history has forgotten what it needs is it told to list again.
/// </summary>
internal sealed class Watcher
{
    /// <summary>Batches that wait for a slow reader before it has to catch up from history.</summary>
    public const int BufferedBatches = 256;

    private const int CatchUpRevisions = 1024;

    private readonly MemoryState _state;
    private readonly Lock _lock;
    private readonly Channel<ChangeBatch> _buffer = Channel.CreateBounded<ChangeBatch>(
        new BoundedChannelOptions(BufferedBatches) { SingleReader = true, SingleWriter = true });

    private readonly List<Change> _gathered = [];

    // Both are guarded by the lock. A watcher starts behind: whatever came after its revision is read from history.
    private bool _behind = true;
    private long _seen;

    public Watcher(MemoryState state, Lock @lock, string prefix, long afterRevision)
    {
        _state = state;
        _lock = @lock;
        Prefix = prefix;
        _seen = afterRevision;
    }

    public string Prefix { get; }

    /// <summary>Collects a change of the revision being published; true for the first one.</summary>
    public bool Gather(Change change)
    {
        if (_behind)
            return false;
        _gathered.Add(change);
        return _gathered.Count == 1;
    }

    /// <summary>Passes on what was gathered of a revision.</summary>
    public void Offer(long revision)
    {
        _behind = !_buffer.Writer.TryWrite(new ChangeBatch(revision, [.. _gathered]));
        _gathered.Clear();
        _seen = _behind ? revision - 1 : revision;
    }

    public void Close(Exception reason) => _buffer.Writer.TryComplete(reason);

    public async IAsyncEnumerable<ChangeBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_buffer.Reader.TryRead(out var batch))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return batch;
            }

            var missed = CatchUp(out var caughtUp);
            foreach (var batch in missed)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return batch;
            }

            if (caughtUp && !await _buffer.Reader.WaitToReadAsync(cancellationToken))
                yield break;
        }
    }

    private List<ChangeBatch> CatchUp(out bool caughtUp)
    {
        var missed = new List<ChangeBatch>();
        lock (_lock)
        {
            // What the buffer took before the watcher fell behind is read first; then history goes on after it.
            if (!_behind || _buffer.Reader.Count > 0)
            {
                caughtUp = !_behind;
                return missed;
            }

            if (_seen < _state.CompactedRevision)
                throw StateErrors.Compacted(_seen, _state.CompactedRevision);
            var end = Math.Min(_state.Revision, _seen + CatchUpRevisions);
            while (_seen < end)
            {
                if (_state.History.At(++_seen, Prefix) is { } batch)
                    missed.Add(batch);
            }

            _behind = _seen < _state.Revision;
            caughtUp = !_behind;
        }

        return missed;
    }
}
