using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd.Cluster;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.State.Etcd;

/// <content>History and figures.</content>
public sealed partial class EtcdStateStore
{
    /// <inheritdoc/>
    public async ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default)
    {
        try
        {
            var request = new CompactionRequest { Revision = revision };
            await _caller.CallAsync(EtcdMethods.Compact, request, cancellationToken);
        }
        catch (FabricException e) when (e.Error == ErrorTable.StateCompacted)
        {
            // Forgotten already, by an earlier attempt or by someone else, which is what was asked for.
            return;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<StateStats> GetStatsAsync(CancellationToken cancellationToken = default)
    {
        var status = await _caller.CallAsync(EtcdMethods.Status, new StatusRequest(), cancellationToken);
        var (records, revision) = await CountAsync(_layout.Records, cancellationToken);
        return new StateStats
        {
            Backend = "etcd",
            Revision = revision,
            CompactedRevision = await FindCompactedAsync(revision, cancellationToken),
            Records = records,
            PendingNotes = (await CountAsync(_layout.Notes, cancellationToken)).Count,
            Leases = (await CountAsync(_layout.Sentinels, cancellationToken)).Count,
            Watchers = _hub.Count,
            DiskBytes = status.DbSize,
            Location = _caller.Endpoints.Location,
        };
    }

    private async Task<(long Count, long Revision)> CountAsync(string prefix, CancellationToken cancellationToken)
    {
        var request = new RangeRequest
        {
            Key = KeyLayout.Bytes(prefix),
            RangeEnd = KeyLayout.End(prefix),
            CountOnly = true,
        };
        var answer = await _caller.CallAsync(EtcdMethods.Range, request, cancellationToken);
        return (answer.Count, answer.Header.Revision);
    }

    /// <summary>
    /// etcd does not say how far it is compacted, but whether a revision can be read: that halves the rest.
    /// </summary>
    private async Task<long> FindCompactedAsync(long revision, CancellationToken cancellationToken)
    {
        var (forgotten, kept) = (0L, revision);
        while (forgotten + 1 < kept)
        {
            var middle = forgotten + ((kept - forgotten) / 2);
            if (await IsKeptAsync(middle, cancellationToken))
                kept = middle;
            else
                forgotten = middle;
        }

        return kept <= 1 ? 0 : kept;
    }

    private async Task<bool> IsKeptAsync(long revision, CancellationToken cancellationToken)
    {
        try
        {
            var request = new RangeRequest { Key = _layout.Probe, Revision = revision, Serializable = true };
            await _caller.CallAsync(EtcdMethods.Range, request, cancellationToken);
            return true;
        }
        catch (FabricException e) when (e.Error == ErrorTable.StateCompacted)
        {
            return false;
        }
    }
}
