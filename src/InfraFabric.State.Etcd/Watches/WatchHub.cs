using System.Runtime.CompilerServices;
using System.Threading.Channels;
using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd.Cluster;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.State.Etcd.Watches;

/// <summary>
/// All watches of a store, over one stream to the member in use. When the stream ends, for whatever reason, each watch
/// starts again on the next one, right after the last revision that its reader was given.
/// </summary>
internal sealed partial class WatchHub(EtcdCaller caller)
{
    private readonly Lock _gate = new();
    private readonly HashSet<EtcdWatch> _watches = [];
    private readonly Dictionary<long, EtcdWatch> _known = [];
    private readonly Queue<long> _asked = [];
    private Channel<WatchRequest>? _requests;
    private long _lastId;
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_gate)
                return _watches.Count;
        }
    }

    /// <summary>Watches the keys under a prefix until the reader stops.</summary>
    public async IAsyncEnumerable<EtcdChanges> WatchAsync(
        string prefix,
        long afterRevision,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watch = new EtcdWatch(prefix, afterRevision);
        Add(watch);
        try
        {
            await foreach (var changes in watch.ReadAsync(() => ResumeStalled(watch), cancellationToken))
                yield return changes;
        }
        finally
        {
            Remove(watch);
        }
    }

    /// <summary>Keeps the stream going until told to stop; then every watch fails.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            var failures = 0;
            while (true)
            {
                failures = await StreamAsync(stopping) ? 0 : failures + 1;
                if (failures >= caller.Endpoints.Count)
                    await Task.Delay(EtcdLimits.MaxPause, caller.Time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            FailAll(StateErrors.Closed());
        }
        catch (Exception e)
        {
            FailAll(e);
            throw;
        }
    }

    private void Add(EtcdWatch watch)
    {
        lock (_gate)
        {
            if (_closed)
                throw StateErrors.Closed();
            if (_watches.Count >= EtcdLimits.MaxWatches)
            {
                throw new FabricException(ErrorTable.Overloaded, "Too many watches are open.",
                    $"At most {EtcdLimits.MaxWatches} may be.", "Watch larger prefixes with fewer watches.");
            }

            _watches.Add(watch);
            Ask(watch);
        }
    }

    private void Remove(EtcdWatch watch)
    {
        lock (_gate)
        {
            Forget(watch);
            _watches.Remove(watch);
        }
    }

    private void ResumeStalled(EtcdWatch watch)
    {
        lock (_gate)
        {
            if (!watch.Stalled || !_watches.Contains(watch))
                return;
            watch.Resume();
            Ask(watch);
        }
    }

    private void FailAll(Exception error)
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var watch in _watches)
                watch.Fail(error);
        }
    }

    // Under the gate, as everything below.
    private void Ask(EtcdWatch watch)
    {
        if (_requests is null)
            return;
        watch.Id = ++_lastId;
        _known.Add(watch.Id, watch);
        _asked.Enqueue(watch.Id);
        _requests.Writer.TryWrite(new WatchRequest
        {
            CreateRequest = new WatchCreateRequest
            {
                Key = KeyLayout.Bytes(watch.Prefix),
                RangeEnd = KeyLayout.End(watch.Prefix),
                StartRevision = watch.Next,
                WatchId = watch.Id,
                ProgressNotify = true,
                Fragment = true,
            },
        });
    }

    private void Forget(EtcdWatch watch)
    {
        if (watch.Id == 0)
            return;
        _known.Remove(watch.Id);
        _requests?.Writer.TryWrite(
            new WatchRequest { CancelRequest = new WatchCancelRequest { WatchId = watch.Id } });
        watch.Reset();
    }
}
