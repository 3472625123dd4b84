using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Merkle;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Witness.Conformance;

/// <content>A ledger on the store is whole: proven, signed, without a gap.</content>
public abstract partial class LedgerStoreContract
{
    private static readonly SigningKey Key = SigningKey.FromSeed(new byte[32]);

    protected static LedgerOptions Options { get; } = new() { Origin = "test.example/ledger", Keys = [Key] };

    [Fact]
    public async Task Ledger_WrittenByMany_IsWholeAfterEachOpening()
    {
        for (var round = 1; round <= 3; round++)
        {
            await using (var ledger = await TakeUpAsync())
            {
                await Task.WhenAll(Enumerable.Range(0, 500)
                    .Select(i => SomeNotes.Of($"if://agent/a{i % 7}/0", $"op.{i}"))
                    .Select(note => ledger.AppendAsync(note, Token).AsTask()));
            }

            await ReopenAsync();
            (await LedgerAudit.ReadAsync(Store, Options, Token)).Count.ShouldBe(500 * round);
        }
    }

    [Fact]
    public async Task Ledger_OfAnOutboxDrainedByTwo_HasEachNoteOnceAndInOrder()
    {
        await using var one = await TakeUpAsync();
        await using var two = await TakeUpAsync();
        var notes = SomeNotes.OfOutbox(1, 600);

        await Task.WhenAll(DrainAsync(one, notes), DrainAsync(two, notes));

        var entries = await LedgerAudit.ReadAsync(Store, Options, Token);
        entries.Select(entry => entry.Position).ShouldBe(notes.Select(note => note.Position));
    }

    [Fact]
    public async Task Ledger_WhoseTextsArePruned_ProvesEveryEntryAndGoesOn()
    {
        await using (var first = await TakeUpAsync())
        {
            foreach (var chunk in SomeNotes.OfOutbox(1, 640).Chunk(64))
                await first.AppendAsync(chunk, Token);
        }

        await using var ledger = await TakeUpAsync();
        var leaf = TreeHash.OfLeaf((await Store.ReadEntriesAsync(3, 1, Token))[0].Span);

        await Store.PruneAsync(639, Token);
        await ledger.AppendAsync(SomeNotes.OfOutbox(641, 1), Token);
        await using var again = await TakeUpAsync();

        again.Head.Size.ShouldBe(641);
        again.Head.Pruned.ShouldBe(512);
        var reader = new TreeReader(again.Tiles, 641);
        TreeProofs.IsIncluded(
            leaf, 3, 641, await reader.ProveInclusionAsync(3, Token), await reader.RootAsync(Token)).ShouldBeTrue();
    }

    protected ValueTask<Ledger> TakeUpAsync() =>
        Ledger.OpenAsync(Store, Options, chance: null, NullLogger.Instance, Token);

    private async Task DrainAsync(Ledger ledger, IReadOnlyList<PositionedNote> notes)
    {
        for (var at = 0; at < notes.Count;)
        {
            try
            {
                await ledger.AppendAsync([.. notes.Skip(at).Take(17)], Token);
                at += 17;
            }
            catch (FabricException overtaken) when (overtaken.Error == ErrorTable.Conflict)
            {
                // The other one was faster; the same notes again are passed over where they are entries.
            }
        }
    }
}
