using InfraFabric.Core.Errors;
using InfraFabric.Witness.Entries;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Witness.Conformance;

/// <content>Batches go in whole, one behind the other, and come out as they went in.</content>
public abstract partial class LedgerStoreContract
{
    [Fact]
    public async Task Load_OfANewLedger_IsEmpty()
    {
        (await Store.LoadAsync(Token)).ShouldBe(LedgerHead.Empty);
        (await Store.ReadEntriesAsync(0, 10, Token)).ShouldBeEmpty();
        (await Store.ReadTileAsync(0, 0, Token)).ShouldBeNull();
        (await Store.LoadActorsAsync(Token)).ShouldBe(ActorSequences.Empty);
    }

    [Fact]
    public async Task Id_OfALedger_StaysWhenItIsOpenedAgain()
    {
        var id = Store.Id;

        await ReopenAsync();

        id.Length.ShouldBeGreaterThanOrEqualTo(32);
        Store.Id.ShouldBe(id);
    }

    [Fact]
    public async Task Append_OfBatches_MovesTheHeadAndKeepsTheBytes()
    {
        await AppendAsync(0, 1000, 37);
        await ReopenAsync();

        (await Store.LoadAsync(Token)).ShouldBe(SomeBatches.Of(0, 1000).Head);
        await ShouldHoldAsync(0, 1000);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(36, 2)]
    [InlineData(37, 37)]
    [InlineData(40, 100)]
    [InlineData(299, 1)]
    public async Task ReadEntries_AcrossBatches_GivesThoseAskedFor(long first, int count)
    {
        await AppendAsync(0, 300, 37);

        await ShouldHoldAsync(first, count);
    }

    [Fact]
    public async Task ReadEntries_BeyondTheEnd_GivesThoseThereAre()
    {
        await AppendAsync(0, 50, 37);

        (await Store.ReadEntriesAsync(40, 100, Token)).Count.ShouldBe(10);
        (await Store.ReadEntriesAsync(50, 100, Token)).ShouldBeEmpty();
        (await Store.ReadEntriesAsync(5000, 100, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Append_OfTiles_KeepsEachByItsLevelAndPlace()
    {
        var upper = new TileId(1, 0, TileId.FullWidth);
        var batch = SomeBatches.Of(0, 600);

        await Store.AppendAsync(batch with { Tiles = [.. batch.Tiles, SomeBatches.Full(upper)] }, Token);

        foreach (var tile in SomeBatches.FilledBy(0, 600).Append(upper))
        {
            var kept = await Store.ReadTileAsync(tile.Level, tile.Index, Token);
            TileHashes.Read(kept!.Value, tile).ShouldBe(SomeBatches.Hashes(tile));
        }

        (await Store.ReadTileAsync(0, 2, Token)).ShouldBeNull();
        (await Store.ReadTileAsync(2, 0, Token)).ShouldBeNull();
        (await Store.ReadTileRootsAsync(0, 0, 256, Token))
            .ShouldBe(SomeBatches.FilledBy(0, 600).Select(tile => SomeBatches.Full(tile).Root));
        (await Store.ReadTileRootsAsync(0, 1, 1, Token)).Count.ShouldBe(1);
        (await Store.ReadTileRootsAsync(1, 0, 1, Token)).ShouldBe([SomeBatches.Full(upper).Root]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(299)]
    [InlineData(301)]
    [InlineData(600)]
    public async Task Append_NotBehindTheHead_IsRefusedWhole(long first)
    {
        await AppendAsync(0, 300, 100);
        var head = await Store.LoadAsync(Token);
        var text = new PersonalText("sha256:0", new byte[32], "text");

        var refused = await ShouldFailAsync(
            ErrorTable.Conflict, () => Store.AppendAsync(SomeBatches.Of(first, 600, text), Token).AsTask());

        refused.Why.ShouldContain("300");
        (await Store.LoadAsync(Token)).ShouldBe(head);
        (await Store.ReadEntriesAsync(0, 1000, Token)).Count.ShouldBe(300);
        (await Store.ReadTileAsync(0, 1, Token)).ShouldBeNull();
        (await Store.ReadPersonalAsync(text.Commitment, Token)).ShouldBeNull();
        await AppendAsync(300, 300, 100);
        await ShouldHoldAsync(0, 600);
    }

    [Fact]
    public async Task Append_ByManyAtOnce_TakesOneBatchForEachPlace()
    {
        var taken = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            while ((await Store.LoadAsync(Token)).Size is var size && size < 400)
            {
                try
                {
                    await Store.AppendAsync(SomeBatches.Of(size, 10), Token);
                    Interlocked.Increment(ref taken);
                }
                catch (FabricException overtaken) when (overtaken.Error == ErrorTable.Conflict)
                {
                    // Another one has written that place.
                }
            }
        }));

        taken.ShouldBe(40);
        (await Store.LoadAsync(Token)).Size.ShouldBe(400);
        await ShouldHoldAsync(0, 400);
    }

    [Fact]
    public async Task Read_WhileItIsWritten_NeverSeesHalfABatch()
    {
        var writing = AppendAsync(0, 3000, 30);

        while (!writing.IsCompleted)
        {
            var size = (await Store.LoadAsync(Token)).Size;
            var entries = await Store.ReadEntriesAsync(Math.Max(0, size - 10), 3000, Token);
            ((Math.Max(0, size - 10) + entries.Count) % 30).ShouldBe(0);
            entries.Count.ShouldBeGreaterThanOrEqualTo((int)Math.Min(size, 10));
        }

        await writing;
    }

    [Fact]
    public async Task Append_CancelledBefore_DoesNothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            () => Store.AppendAsync(SomeBatches.Of(0, 10), cancelled.Token).AsTask());

        (await Store.LoadAsync(Token)).ShouldBe(LedgerHead.Empty);
        await AppendAsync(0, 10, 10);
        await ShouldHoldAsync(0, 10);
    }

    [Theory]
    [InlineData("\0 and \u0001 and \u2028 and \"\\/")]
    [InlineData("\ud83d\ude00\ud83d\ude00")]
    [InlineData(" ")]
    public async Task Append_OfTextsWithAnyCharacter_KeepsTheBytes(string text)
    {
        var entry = SomeBatches.Bytes(
            EntryForm.Read(SomeBatches.Entry(0)) with { Why = text, Subject = text, Operation = text, Outcome = text });

        await Store.AppendAsync(SomeBatches.Of(0, 1) with { Entries = [entry] }, Token);

        (await Store.ReadEntriesAsync(0, 1, Token))[0].Span.SequenceEqual(entry.Span).ShouldBeTrue();
    }

    [Theory]
    [InlineData('x')]
    [InlineData('\u00e9')]
    public async Task Append_OfTheLargestEntry_KeepsTheBytes(char letter)
    {
        // Different words, so that nothing that is made of them can be small.
        var words = string.Join(' ', Enumerable.Range(0, 3000).Select(i => $"{i}{letter}"));
        var read = EntryForm.Read(SomeBatches.Entry(0)) with { Why = words, Subject = new string(letter, 9000) };
        var spare = EntryForm.MaxBytes - SomeBatches.Bytes(read).Length;
        var entry = SomeBatches.Bytes(read with { Outcome = read.Outcome + new string('o', spare) });
        entry.Length.ShouldBe(EntryForm.MaxBytes);

        await Store.AppendAsync(SomeBatches.Of(0, 1) with { Entries = [entry] }, Token);

        (await Store.ReadEntriesAsync(0, 1, Token))[0].Span.SequenceEqual(entry.Span).ShouldBeTrue();
    }
}
