using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Google.Protobuf.Collections;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.State.Etcd.Watches;

/// <summary>
/// One watch of a range of keys: gathers what the server tells into whole revisions, and holds them, bounded, for the
/// reader. A watch whose reader is too slow is stopped at the server, and starts again where it was once the reader has
/// caught up.
/// </summary>
internal sealed class EtcdWatch(string prefix, long afterRevision)
{
    private readonly Channel<EtcdChanges> _ready = Channel.CreateBounded<EtcdChanges>(
        new BoundedChannelOptions(EtcdLimits.MaxWatchBatches) { SingleReader = true, SingleWriter = true });

    private readonly List<Event> _gathered = [];
    private int _gatheredBytes;
    private long _waitingBytes;

    /// <summary>Its name on the current stream; 0 while the server does not know it.</summary>
    public long Id { get; set; }

    public string Prefix => prefix;

    /// <summary>The first revision that the reader has not been given.</summary>
    public long Next { get; private set; } = afterRevision + 1;

    /// <summary>The reader must catch up before the server is asked for more.</summary>
    public bool Stalled { get; private set; }

    /// <summary>Takes what the server sent; false when the reader is too slow for it.</summary>
    public bool Take(RepeatedField<Event> events, bool moreOfTheSame)
    {
        foreach (var change in events)
        {
            if (_gathered.Count > 0 && change.Kv.ModRevision != _gathered[0].Kv.ModRevision && !TryHandOver())
                return false;
            _gathered.Add(change);
            _gatheredBytes += change.Kv.Key.Length + change.Kv.Value.Length;
        }

        // An answer ends with the end of a revision, unless the server had to split it.
        return moreOfTheSame || _gathered.Count == 0 || TryHandOver();
    }

    /// <summary>The server knows of nothing to tell up to this revision.</summary>
    public void Progress(long revision)
    {
        if (_gathered.Count == 0)
            Next = Math.Max(Next, revision + 1);
    }

    /// <summary>What was gathered of a revision not yet whole comes again when the watch starts again.</summary>
    public void Reset()
    {
        Id = 0;
        _gathered.Clear();
        _gatheredBytes = 0;
    }

    public void Resume() => Stalled = false;

    public void Fail(Exception error) => _ready.Writer.TryComplete(error);

    /// <summary>The revisions in order; calls back when what was held back may be asked for again.</summary>
    public async IAsyncEnumerable<EtcdChanges> ReadAsync(
        Action caughtUp, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _ready.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_ready.Reader.TryRead(out var changes))
            {
                Interlocked.Add(ref _waitingBytes, -changes.Bytes);
                yield return changes;
                if (_ready.Reader.Count == 0)
                    caughtUp();
            }
        }
    }

    private bool TryHandOver()
    {
        var revision = _gathered[0].Kv.ModRevision;
        var waiting = Interlocked.Read(ref _waitingBytes);
        var fits = waiting == 0 || waiting + _gatheredBytes <= EtcdLimits.MaxWatchBytes;
        Interlocked.Add(ref _waitingBytes, _gatheredBytes);
        if (!fits || !_ready.Writer.TryWrite(new EtcdChanges(revision, [.. _gathered], _gatheredBytes)))
        {
            Interlocked.Add(ref _waitingBytes, -_gatheredBytes);
            Stalled = true;
            return false;
        }

        Next = revision + 1;
        _gathered.Clear();
        _gatheredBytes = 0;
        return true;
    }
}
