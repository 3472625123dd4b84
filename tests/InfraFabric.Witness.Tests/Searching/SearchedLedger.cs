using InfraFabric.Core.Crypto;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Searching;
using InfraFabric.Witness.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Witness.Tests.Searching;

/// <summary>A ledger in a folder, written and searched as a server does it.</summary>
internal sealed class SearchedLedger : IAsyncDisposable
{
    private static readonly SigningKey Key = SigningKey.FromSeed(new byte[32]);

    private readonly SqliteLedgerStore _store;
    private readonly Ledger _ledger;
    private readonly FollowingIndex _index;

    private SearchedLedger(SqliteLedgerStore store, Ledger ledger, FollowingIndex index)
    {
        _store = store;
        _ledger = ledger;
        _index = index;
        Search = new LedgerSearch(store, index);
    }

    public LedgerSearch Search { get; }

    public SqliteLedgerStore Store => _store;

    public FollowingIndex Index => _index;

    public static async Task<SearchedLedger> OpenAsync(TestFolder folder)
    {
        var store = SqliteLedgerStore.Open(folder.Path);
        var options = new LedgerOptions { Origin = "test.example/ledger", Keys = [Key] };
        var ledger = await Ledger.OpenAsync(store, options, new Random(1), NullLogger.Instance);
        var index = FollowingIndex.Start(store, folder.Path, TimeProvider.System, NullLogger.Instance);
        return new SearchedLedger(store, ledger, index);
    }

    public Task AppendAsync(params IEnumerable<WitnessNote> notes) =>
        Task.WhenAll([.. notes.Select(note => _ledger.AppendAsync(note).AsTask())]);

    /// <summary>The places of all that a search finds, page by page.</summary>
    public async Task<List<long>> PlacesAsync(LedgerQuery query)
    {
        var places = new List<long>();
        FoundEntries page;
        do
        {
            page = await Search.FindAsync(query);
            places.AddRange(page.Entries.Select(entry => entry.Place));
            query = query with { After = page.NextAfter };
        }
        while (page.NextAfter is not null);
        return places;
    }

    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        await _index.DisposeAsync();
        await _store.DisposeAsync();
    }
}
