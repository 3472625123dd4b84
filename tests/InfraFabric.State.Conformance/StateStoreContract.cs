using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;

namespace InfraFabric.State.Conformance;

/// <summary>
/// What every backend promises, as tests. A backend's tests derive from it and say how a fresh, empty store is opened,
/// how the same state is opened again, and how time passes.
/// </summary>
public abstract partial class StateStoreContract : IAsyncLifetime
{
    /// <summary>
    /// How long a real backend may take for what must happen; reaching it is a failure, not a measurement.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _patience = new(Patience);
    private IStateStore? _store;

    protected IStateStore Store => _store ?? throw new InvalidOperationException("The store is not open yet.");

    protected CancellationToken Token => _patience.Token;

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _patience.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the store of this test: empty the first time, with its state after that.</summary>
    protected abstract ValueTask<IStateStore> OpenAsync();

    /// <summary>Lets time pass for the store's clock. A backend with a clock of its own returns at once; tests then
    /// wait for what time brings.</summary>
    protected abstract ValueTask PassTimeAsync(TimeSpan time);

    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        _store = await OpenAsync();
    }

    protected async Task<long> PutAsync(string key, string value, LeaseId lease = default)
    {
        var outcome = await Store.CommitAsync(Some.Put(key, value, lease), Token);
        outcome.Verdict.ShouldBe(CommitVerdict.Committed);
        return outcome.Revision;
    }

    protected async Task<long> DeleteAsync(string key)
    {
        var outcome = await Store.CommitAsync(Some.Commit([], [Write.Delete(new RecordKey(key))]), Token);
        outcome.Verdict.ShouldBe(CommitVerdict.Committed);
        return outcome.Revision;
    }

    protected async Task<string?> ReadAsync(string key, long? atRevision = null) =>
        Some.TextOf(await Store.GetAsync(new RecordKey(key), atRevision, Token));

    protected async Task<List<string>> ListAsync(
        string prefix, int limit = 100, long? atRevision = null, string? after = null)
    {
        RecordKey? last = after is null ? null : new RecordKey(after);
        var page = await Store.ListAsync(new ListQuery(prefix, limit) { AtRevision = atRevision, After = last }, Token);
        return [.. page.Records.Select(record => $"{record.Key}={Some.TextOf(record)}")];
    }

    /// <summary>The next changes of a watch, until there are as many as asked for.</summary>
    protected async Task<List<string>> WatchAsync(string prefix, long afterRevision, int changes)
    {
        var seen = new List<string>();
        await foreach (var batch in Store.WatchAsync(prefix, afterRevision, Token))
        {
            seen.AddRange(batch.Changes.Select(c => $"{c.Key}={Some.TextOf(c.Record) ?? "gone"}"));
            if (seen.Count >= changes)
                break;
        }

        return seen;
    }

    protected static async Task<FabricException> ShouldFailAsync(ErrorCode error, Func<Task> act)
    {
        var thrown = await Should.ThrowAsync<FabricException>(act);
        thrown.Error.ShouldBe(error);
        return thrown;
    }
}
