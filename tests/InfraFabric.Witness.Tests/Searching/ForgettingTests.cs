using InfraFabric.State.Contract;
using InfraFabric.Witness.Conformance;
using InfraFabric.Witness.Searching;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Witness.Tests.Searching;

/// <summary>An index that is rid of what the ledger no longer keeps, and of nothing else.</summary>
public sealed class ForgettingTests
{
    private const int Size = 5000;
    private const int Before = 3000;

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Forget_TakesWhatIsBeforeThePlaceAndLeavesTheRest()
    {
        using var folder = new TestFolder();
        await using var ledger = await WrittenAsync(folder);

        await ledger.Index.ForgetAsync(Before, Token);

        await ShouldHaveForgottenAsync(ledger, Size);
    }

    [Fact]
    public async Task Forget_WhileEntriesCome_FindsThemAndGoesOn()
    {
        using var folder = new TestFolder();
        await using var ledger = await WrittenAsync(folder);

        var forgetting = ledger.Index.ForgetAsync(Before, Token);
        for (var i = Size; i < Size + 100; i++)
        {
            await ledger.AppendAsync(NoteAt(i));
            (await ledger.PlacesAsync(new LedgerQuery { Operation = $"op.{i}" })).ShouldBe([i]);
        }

        await forgetting;
        await ShouldHaveForgottenAsync(ledger, Size + 100);
    }

    [Fact]
    public async Task Forget_Again_IsDoneAtOnceAndKeptOverARestart()
    {
        using var folder = new TestFolder();
        await using (var first = await WrittenAsync(folder))
        {
            await first.Index.ForgetAsync(Before, Token);
            await first.Index.ForgetAsync(Before - 100, Token);
        }

        await using var ledger = await SearchedLedger.OpenAsync(folder);

        await ShouldHaveForgottenAsync(ledger, Size);
    }

    [Fact]
    public async Task Forget_OfEntriesWhoseTextsAreGone_MakesTheIndexAnewWithoutThem()
    {
        using var folder = new TestFolder();
        await using var ledger = await WrittenAsync(folder);
        await ledger.Store.SaveActorsAsync(
            new ActorSequences(Size, new Dictionary<string, long> { ["if://agent/a/1"] = Size }));
        var pruned = await ledger.Store.PruneAsync(Before);
        pruned.ShouldBeGreaterThan(0);

        await ledger.Index.ForgetAsync(Before, Token);

        await ShouldHaveForgottenAsync(ledger, Size);
    }

    private static async Task ShouldHaveForgottenAsync(SearchedLedger ledger, int size)
    {
        var kept = Enumerable.Range(Before, size - Before).Select(i => (long)i).ToList();
        (await ledger.PlacesAsync(new LedgerQuery())).ShouldBe(kept);
        (await ledger.PlacesAsync(new LedgerQuery { Text = "common" })).ShouldBe(kept);
        (await ledger.PlacesAsync(new LedgerQuery { Text = "common", NewestFirst = true }))
            .ShouldBe(kept.AsEnumerable().Reverse());
        (await ledger.PlacesAsync(new LedgerQuery { Text = "word17" })).ShouldBe(kept.Where(place => place % 50 == 17));
        (await ledger.PlacesAsync(new LedgerQuery { Operation = "op.17" })).ShouldBeEmpty();
        (await ledger.PlacesAsync(new LedgerQuery { From = TimeOf(4000) }))
            .ShouldBe(kept.Where(place => place >= 4000));
        (await ledger.PlacesAsync(new LedgerQuery { To = TimeOf(100) })).ShouldBeEmpty();
    }

    private static async Task<SearchedLedger> WrittenAsync(TestFolder folder)
    {
        var ledger = await SearchedLedger.OpenAsync(folder);
        await ledger.AppendAsync(Enumerable.Range(0, Size).Select(NoteAt));
        (await ledger.PlacesAsync(new LedgerQuery { Text = "common" })).Count.ShouldBe(Size);
        return ledger;
    }

    private static WitnessNote NoteAt(int i) => SomeNotes.Of("if://agent/a/1", $"op.{i}") with
    {
        Time = TimeOf(i),
        Why = $"common word{i % 50}",
    };

    private static DateTimeOffset TimeOf(int i) =>
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddSeconds(i);
}
