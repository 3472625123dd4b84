using InfraFabric.Api.State;

namespace InfraFabric.Cli.Falsify;

/// <summary>A state that fails in the midst of every backup, and is sound otherwise.</summary>
internal sealed class FailingStateApi(IStateApi inner) : IStateApi
{
    public Task<RecordBody> GetAsync(string key, long? at, CancellationToken cancellationToken = default) =>
        inner.GetAsync(key, at, cancellationToken);

    public Task<RecordPageBody> ListAsync(RecordsQuery query, CancellationToken cancellationToken = default) =>
        inner.ListAsync(query, cancellationToken);

    public IAsyncEnumerable<ChangeBatchBody> WatchAsync(
        string prefix, long? after, CancellationToken cancellationToken = default) =>
        inner.WatchAsync(prefix, after, cancellationToken);

    public Task<StatsBody> GetStatsAsync(CancellationToken cancellationToken = default) =>
        inner.GetStatsAsync(cancellationToken);

    public async Task WriteBackupAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        using var whole = new MemoryStream();
        await inner.WriteBackupAsync(whole, cancellationToken);
        await destination.WriteAsync(whole.GetBuffer().AsMemory(0, (int)whole.Length / 2), cancellationToken);
        throw new IOException("The connection was cut half way.");
    }
}
