namespace InfraFabric.Api.State;

/// <summary>
/// The state as its owner reads it: the server answers it from its store, a client by asking a server, so that a
/// command need not know which of the two it has. Errors are thrown as <see cref="Core.Errors.FabricException"/>.
/// </summary>
public interface IStateApi
{
    /// <summary>The record under a key; <c>IF_ERR_NOT_FOUND</c> if there is none.</summary>
    Task<RecordBody> GetAsync(string key, long? at, CancellationToken cancellationToken = default);

    Task<RecordPageBody> ListAsync(RecordsQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Every change under a prefix after a revision (from now on, if none is given), in order and without a gap, until
    /// cancelled.
    /// </summary>
    IAsyncEnumerable<ChangeBatchBody> WatchAsync(
        string prefix, long? after, CancellationToken cancellationToken = default);

    Task<StatsBody> GetStatsAsync(CancellationToken cancellationToken = default);

    /// <summary>Writes a consistent copy of the whole state, as <c>ifctl state restore</c> reads it.</summary>
    Task WriteBackupAsync(Stream destination, CancellationToken cancellationToken = default);
}
