using InfraFabric.Core.Errors;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Witness.Conformance;

/// <content>What is kept beside the entries, and what is removed.</content>
public abstract partial class LedgerStoreContract
{
    [Fact]
    public async Task SaveActors_Again_ReplacesWhatWasKept()
    {
        await Store.SaveActorsAsync(
            new ActorSequences(10, new Dictionary<string, long> { ["if://agent/a/0"] = 4, ["if://agent/b/0"] = 6 }),
            Token);
        await Store.SaveActorsAsync(
            new ActorSequences(20, new Dictionary<string, long> { ["if://agent/\u00e9/0"] = 20 }), Token);

        await ReopenAsync();

        var kept = await Store.LoadActorsAsync(Token);
        kept.Size.ShouldBe(20);
        kept.Last.ShouldBe(new Dictionary<string, long> { ["if://agent/\u00e9/0"] = 20 });
    }

    [Fact]
    public async Task ErasePersonal_RemovesTheTextsNamed_AndNoOthers()
    {
        PersonalText[] texts =
        [
            .. Enumerable.Range(0, 3)
                .Select(i => new PersonalText($"sha256:{i}", new[] { (byte)i, (byte)9 }, $"t\0{i}")),
        ];
        await Store.AppendAsync(SomeBatches.Of(0, 5, texts), Token);
        await ReopenAsync();

        (await Store.ErasePersonalAsync(["sha256:0", "sha256:2", "sha256:unknown"], Token)).ShouldBe(2);

        (await Store.ReadPersonalAsync("sha256:0", Token)).ShouldBeNull();
        (await Store.ReadPersonalAsync("sha256:2", Token)).ShouldBeNull();
        var kept = await Store.ReadPersonalAsync("sha256:1", Token);
        kept!.Text.ShouldBe("t\01");
        kept.Salt.ToArray().ShouldBe([1, 9]);
        (await Store.ErasePersonalAsync(["sha256:0"], Token)).ShouldBe(0);
        (await Store.ErasePersonalAsync([], Token)).ShouldBe(0);
        await ShouldHoldAsync(0, 5);
    }

    [Fact]
    public async Task Prune_RemovesTheTextsAboutPersonsOfWhatItPrunes_AndNoOthers()
    {
        PersonalText Text(string name) => new($"sha256:{name}", new byte[] { 1, 2 }, name);
        await Store.AppendAsync(SomeBatches.Of(0, 256, Text("old")), Token);
        await Store.AppendAsync(SomeBatches.Of(256, 256, Text("new")), Token);
        await Store.SaveActorsAsync(new ActorSequences(512, new Dictionary<string, long>()), Token);

        (await Store.PruneAsync(256, Token)).ShouldBe(256);

        (await Store.ReadPersonalAsync("sha256:old", Token)).ShouldBeNull();
        (await Store.ReadPersonalAsync("sha256:new", Token))!.Text.ShouldBe("new");
        await ShouldHoldAsync(256, 256);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(255, 0)]
    [InlineData(256, 256)]
    [InlineData(700, 512)]
    [InlineData(5000, 768)]
    public async Task Prune_RemovesTheTextsOfFullTiles_AndKeepsTheRest(long before, long pruned)
    {
        await AppendAsync(0, 800, 32);
        await Store.SaveActorsAsync(new ActorSequences(800, new Dictionary<string, long>()), Token);

        (await Store.PruneAsync(before, Token)).ShouldBe(pruned);

        (await Store.LoadAsync(Token)).ShouldBe(SomeBatches.Of(0, 800).Head with { Pruned = pruned });
        var entries = await Store.ReadEntriesAsync(0, 800, Token);
        entries.Count.ShouldBe(800);
        entries.Count(entry => entry.IsEmpty).ShouldBe((int)pruned);
        await ShouldHoldAsync(pruned, (int)(800 - pruned));
        (await Store.ReadTileAsync(0, 0, Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Prune_OfEntriesWhoseSequencesAreNotKept_LeavesThem()
    {
        await AppendAsync(0, 800, 32);

        (await Store.PruneAsync(800, Token)).ShouldBe(0);
        await Store.SaveActorsAsync(new ActorSequences(300, new Dictionary<string, long>()), Token);
        (await Store.PruneAsync(800, Token)).ShouldBe(256);

        await ShouldHoldAsync(256, 544);
    }

    [Fact]
    public async Task Prune_OfLess_BringsNothingBackAndAppendsGoOn()
    {
        await AppendAsync(0, 800, 32);
        await Store.SaveActorsAsync(new ActorSequences(800, new Dictionary<string, long>()), Token);
        await Store.PruneAsync(600, Token);

        (await Store.PruneAsync(300, Token)).ShouldBe(512);
        await AppendAsync(800, 100, 10);
        await ReopenAsync();

        (await Store.LoadAsync(Token)).Pruned.ShouldBe(512);
        (await Store.ReadEntriesAsync(500, 14, Token)).Count(entry => entry.IsEmpty).ShouldBe(12);
        await ShouldHoldAsync(512, 388);
        (await Store.ReadTileAsync(0, 1, Token))!.Value.Length.ShouldBe(TileId.FullWidth * 32);
    }

    [Fact]
    public async Task LoadHandovers_OfBatchesThatHaveSome_GivesThemInTheirOrder()
    {
        await Store.AppendAsync(
            SomeBatches.Of(0, 3) with { Handovers = [new LedgerHandover(3, "a note\n", SomeBatches.Entry(2))] }, Token);
        await AppendAsync(3, 40, 10);
        await Store.AppendAsync(
            SomeBatches.Of(43, 1) with { Handovers = [new LedgerHandover(44, "other", SomeBatches.Entry(43))] }, Token);
        // What is refused leaves nothing.
        await ShouldFailAsync(ErrorTable.Conflict, async () => await Store.AppendAsync(
            SomeBatches.Of(43, 1) with { Handovers = [new LedgerHandover(99, "none", SomeBatches.Entry(43))] }, Token));
        await ReopenAsync();

        var handovers = await Store.LoadHandoversAsync(Token);

        handovers.Select(handover => (handover.Size, handover.Note)).ShouldBe([(3, "a note\n"), (44, "other")]);
        handovers[1].Entry.Span.SequenceEqual(SomeBatches.Entry(43).Span).ShouldBeTrue();
    }
}
