using InfraFabric.Core.Crypto;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Searching;
using InfraFabric.Witness.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Witness.Conformance;

/// <summary>
/// What every index of a ledger promises, as tests. The tests of a backend derive from it and say how an empty ledger
/// is opened, and what finds entries in it.
/// </summary>
public abstract partial class LedgerSearchContract : IAsyncLifetime
{
    /// <summary>How long a real backend may take; reaching it is a failure, not a measurement.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly SigningKey Key = SigningKey.FromSeed(new byte[32]);

    private readonly CancellationTokenSource _patience = new(Patience);
    private ILedgerStore? _store;
    private ILedgerIndex? _index;
    private Ledger? _ledger;

    protected ILedgerStore Store => _store ?? throw new InvalidOperationException("The ledger is not open yet.");

    protected Ledger Ledger => _ledger ?? throw new InvalidOperationException("The ledger is not open yet.");

    protected LedgerSearch Search => new(Store, _index!);

    protected CancellationToken Token => _patience.Token;

    public virtual async ValueTask InitializeAsync()
    {
        (_store, _index) = await OpenAsync();
        await TakeUpAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_ledger is not null)
            await _ledger.DisposeAsync();
        if (_index is not null)
            await _index.DisposeAsync();
        if (_store is not null)
            await _store.DisposeAsync();
        _patience.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the ledger of this test, and what finds entries in it.</summary>
    protected abstract ValueTask<(ILedgerStore Store, ILedgerIndex Index)> OpenAsync();

    protected async Task AppendAsync(params IEnumerable<WitnessNote> notes) =>
        await Task.WhenAll([.. notes.Select(note => Ledger.AppendAsync(note, Token).AsTask())]);

    /// <summary>The places of all that a search finds, page by page.</summary>
    protected async Task<List<long>> PlacesAsync(LedgerQuery query)
    {
        var places = new List<long>();
        FoundEntries page;
        do
        {
            page = await Search.FindAsync(query, Token);
            page.Entries.Count.ShouldBeLessThanOrEqualTo(query.Limit);
            places.AddRange(page.Entries.Select(entry => entry.Place));
            query = query with { After = page.NextAfter };
        }
        while (page.NextAfter is not null);
        return places;
    }

    /// <summary>Keeps the sequences of all actors, as a ledger does that is closed, and prunes.</summary>
    protected async Task PruneAsync(long before)
    {
        await Ledger.DisposeAsync();
        await _index!.ForgetAsync(before, Token);
        await Store.PruneAsync(before, Token);
        await TakeUpAsync();
    }

    private async ValueTask TakeUpAsync() => _ledger = await Ledger.OpenAsync(
        Store, new LedgerOptions { Origin = "test.example/ledger", Keys = [Key], Grown = _ => _index!.Wake() },
        new Random(1), NullLogger.Instance, Token);
}
