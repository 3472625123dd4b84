using System.Runtime.CompilerServices;
using InfraFabric.Api.State;
using InfraFabric.Core.Errors;
using InfraFabric.State.Backup;
using InfraFabric.State.Contract;

namespace InfraFabric.Server.State;

/// <summary>Answers the state API from a store in this process. The store stays its owner's to dispose.</summary>
public sealed class StoreStateApi(IStateStore store) : IStateApi
{
    /// <summary>How many records a page has when the caller does not say.</summary>
    public const int DefaultPageSize = 100;

    public async Task<RecordBody> GetAsync(string key, long? at, CancellationToken cancellationToken = default)
    {
        var record = await store.GetAsync(new RecordKey(key), at, cancellationToken);
        return record is not null
            ? RecordBodies.From(record)
            : throw new FabricException(ErrorTable.NotFound, $"There is no record under '{key}'.",
                "It was never made, or it has been deleted.", "List what there is: ifctl state list.");
    }

    public async Task<RecordPageBody> ListAsync(RecordsQuery query, CancellationToken cancellationToken = default)
    {
        var page = await store.ListAsync(
            new ListQuery(query.Prefix, query.Limit ?? DefaultPageSize)
            {
                After = query.After is null ? null : new RecordKey(query.After),
                AtRevision = query.At,
            },
            cancellationToken);
        return RecordBodies.From(page);
    }

    public async IAsyncEnumerable<ChangeBatchBody> WatchAsync(
        string prefix, long? after, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var from = after ?? (await store.GetStatsAsync(cancellationToken)).Revision;
        await foreach (var batch in store.WatchAsync(prefix, from, cancellationToken))
            yield return RecordBodies.From(batch);
    }

    public async Task<StatsBody> GetStatsAsync(CancellationToken cancellationToken = default) =>
        RecordBodies.From(await store.GetStatsAsync(cancellationToken));

    public Task WriteBackupAsync(Stream destination, CancellationToken cancellationToken = default) =>
        StateBackup.WriteAsync(store, destination, cancellationToken);
}
