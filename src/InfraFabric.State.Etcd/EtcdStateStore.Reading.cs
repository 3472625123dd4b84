using System.Runtime.CompilerServices;
using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd.Cluster;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.State.Etcd;

/// <content>Reading: all of it linearizable.</content>
public sealed partial class EtcdStateStore
{
    // The newest revision that any answer has shown us.
    private long _seen;

    /// <inheritdoc/>
    public async ValueTask<Record?> GetAsync(
        RecordKey key, long? atRevision = null, CancellationToken cancellationToken = default)
    {
        var request = new RangeRequest { Key = KeyLayout.Bytes(_layout.Record(key)), Revision = ToEtcd(atRevision) };
        var found = await _caller.CallAsync(EtcdMethods.Range, request, cancellationToken);
        Saw(found.Header.Revision);
        return found.Kvs.Count == 0 ? null : ToRecord(found.Kvs[0]);
    }

    /// <inheritdoc/>
    public async ValueTask<RecordPage> ListAsync(ListQuery query, CancellationToken cancellationToken = default)
    {
        var prefix = _layout.Records + query.Prefix;
        var after = query.After is { } key ? _layout.Record(key) + "\0" : prefix;
        var request = new RangeRequest
        {
            Key = KeyLayout.Bytes(string.CompareOrdinal(after, prefix) > 0 ? after : prefix),
            RangeEnd = KeyLayout.End(prefix),
            Limit = Math.Min(query.Limit, EtcdLimits.FirstRecords),
            Revision = ToEtcd(query.AtRevision),
        };
        var records = new List<Record>();
        while (true)
        {
            var page = await _caller.CallAsync(EtcdMethods.Range, request, cancellationToken);
            Saw(page.Header.Revision);
            records.AddRange(page.Kvs.Select(ToRecord));
            if (request.Revision == 0)
                request.Revision = page.Header.Revision;
            if (!page.More || records.Count == query.Limit)
                return new(records, request.Revision, page.More);
            request.Key = KeyLayout.Bytes(_layout.Record(records[^1].Key) + "\0");
            request.Limit = Math.Min(query.Limit - records.Count, RecordsThatFit(page));
        }
    }

    /// <summary>How many more records to ask for at once, if they are as large as those of the page before.</summary>
    private static int RecordsThatFit(RangeResponse page) =>
        Math.Max(1, EtcdLimits.PageBytes / Math.Max(1, page.CalculateSize() / page.Kvs.Count));

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChangeBatch> WatchAsync(
        string prefix, long afterRevision, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        _ = new ListQuery(prefix);
        ArgumentOutOfRangeException.ThrowIfNegative(afterRevision);
        await RequireSeenAsync(afterRevision, cancellationToken);
        await foreach (var changes in _hub.WatchAsync(_layout.Records + prefix, afterRevision, cancellationToken))
            yield return new ChangeBatch(changes.Revision, [.. changes.Events.Select(ToChange)]);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<PositionedNote>> ReadNotesAsync(
        NotePosition after, int limit, CancellationToken cancellationToken = default)
    {
        if (limit is < 1 or > StateLimits.MaxNotesRead)
        {
            throw new FabricException(ErrorTable.LimitExceeded, $"{limit} notes were asked for.",
                $"One read gives 1 to {StateLimits.MaxNotesRead}.",
                "Ask for fewer, then for those after the last one.");
        }

        return await _outbox.ReadAsync(after, limit, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask RemoveNotesAsync(NotePosition upTo, CancellationToken cancellationToken = default) =>
        await _outbox.RemoveAsync(upTo, cancellationToken);

    private void Saw(long revision)
    {
        var seen = Interlocked.Read(ref _seen);
        while (revision > seen && Interlocked.CompareExchange(ref _seen, revision, seen) is var now && now != seen)
            seen = now;
    }

    /// <summary>
    /// etcd would wait for a revision that is to come. Whoever names one has it from a state that was lost.
    /// </summary>
    private async ValueTask RequireSeenAsync(long revision, CancellationToken cancellationToken)
    {
        if (revision <= Interlocked.Read(ref _seen))
            return;
        var request = new RangeRequest { Key = _layout.Probe, CountOnly = true };
        var now = (await _caller.CallAsync(EtcdMethods.Range, request, cancellationToken)).Header.Revision;
        Saw(now);
        if (revision > now)
            throw StateErrors.RevisionAhead(revision, now);
    }

    private static long ToEtcd(long? atRevision)
    {
        // etcd takes zero for "now".
        if (atRevision is <= 0)
            throw StateErrors.Compacted(atRevision.Value, 0);
        return atRevision ?? 0;
    }

    private Change ToChange(Event change) => change.Type == Event.Types.EventType.Put
        ? new(_layout.RecordKeyOf(change.Kv.Key), ToRecord(change.Kv))
        : new(_layout.RecordKeyOf(change.Kv.Key), null);

    private Record ToRecord(KeyValue stored) => new(
        _layout.RecordKeyOf(stored.Key), stored.Value.Memory, stored.CreateRevision, stored.ModRevision,
        new LeaseId(stored.Lease));
}
