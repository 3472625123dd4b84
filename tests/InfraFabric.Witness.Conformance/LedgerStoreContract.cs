using InfraFabric.Core.Errors;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Witness.Conformance;

/// <summary>
/// What every place where a ledger can be kept promises, as tests. The tests of a backend derive from it and say how an
/// empty store is opened, and how the same one is opened again.
/// </summary>
public abstract partial class LedgerStoreContract : IAsyncLifetime
{
    /// <summary>How long a real backend may take; reaching it is a failure, not a measurement.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _patience = new(Patience);
    private ILedgerStore? _store;

    protected ILedgerStore Store => _store ?? throw new InvalidOperationException("The store is not open yet.");

    protected CancellationToken Token => _patience.Token;

    public virtual async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        _patience.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the store of this test: empty the first time, with its ledger after that.</summary>
    protected abstract ValueTask<ILedgerStore> OpenAsync();

    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        _store = await OpenAsync();
    }

    /// <summary>Appends entries in batches of a size.</summary>
    protected async Task AppendAsync(long first, int count, int batch)
    {
        for (var at = first; at < first + count; at += batch)
            await Store.AppendAsync(SomeBatches.Of(at, (int)Math.Min(batch, first + count - at)), Token);
    }

    protected async Task ShouldHoldAsync(long first, int count)
    {
        var entries = await Store.ReadEntriesAsync(first, count, Token);
        entries.Count.ShouldBe(count);
        for (var i = 0; i < count; i++)
            entries[i].Span.SequenceEqual(SomeBatches.Entry(first + i).Span).ShouldBeTrue($"entry {first + i}");
    }

    protected static async Task<FabricException> ShouldFailAsync(ErrorCode error, Func<Task> act)
    {
        var thrown = await Should.ThrowAsync<FabricException>(act);
        thrown.Error.ShouldBe(error);
        return thrown;
    }
}
