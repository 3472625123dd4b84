using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Conformance;
using InfraFabric.Witness.Entries;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Sqlite;
using InfraFabric.Witness.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Witness.Tests.Ledgers;

/// <summary>What was appended is there, in order, once, and proven; also after the ledger was closed.</summary>
public sealed class LedgerTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly SigningKey _key = SigningKey.FromSeed(new byte[32]);

    private LedgerOptions Options => new() { Origin = "test.example/ledger", Keys = [_key] };

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Append_ManyAtOnce_EachIsThereOnceUnderASignedRoot()
    {
        await using var store = SqliteLedgerStore.Open(_folder.Path);
        await using var ledger = await OpenAsync(store);

        var places = await Task.WhenAll(Enumerable.Range(0, 700)
            .Select(i => ledger.AppendAsync(SomeNotes.Of($"if://agent/a{i % 7}/0", $"op.{i}")).AsTask()));

        places.Order().ShouldBe(Enumerable.Range(0, 700).Select(i => (long)i));
        await ShouldBeWholeAsync(store, ledger, 700);
    }

    [Fact]
    public async Task Append_AfterTheLedgerWasClosed_GoesOnWithoutAGapInAnySequence()
    {
        for (var round = 1; round <= 3; round++)
        {
            await using var store = SqliteLedgerStore.Open(_folder.Path);
            await using var ledger = await OpenAsync(store);
            for (var i = 0; i < 130; i++)
                await ledger.AppendAsync(SomeNotes.Of($"if://agent/a{i % 3}/0", "op"));

            await ShouldBeWholeAsync(store, ledger, 130 * round);
        }
    }

    [Fact]
    public async Task Append_OfNotesOfAnOutbox_PassesOverThoseThatAreEntriesAlready()
    {
        await using var store = SqliteLedgerStore.Open(_folder.Path);
        await using var ledger = await OpenAsync(store);
        var notes = Enumerable.Range(1, 10).Select(i => new PositionedNote(
            new NotePosition(i, 0), SomeNotes.Of("if://agent/a/0", $"op.{i}"))).ToList();

        await ledger.AppendAsync(notes[..6]);
        await ledger.AppendAsync(notes);

        await ShouldBeWholeAsync(store, ledger, 10);
        ledger.Head.Drained.ShouldBe(new NotePosition(10, 0));
    }

    [Fact]
    public async Task Append_OfAParticularAboutAPerson_KeepsItApartUntilItIsErased()
    {
        await using var store = SqliteLedgerStore.Open(_folder.Path);
        await using var ledger = await OpenAsync(store);
        var note = SomeNotes.Of("if://agent/a/0", "op") with
        {
            Personal = new Dictionary<string, string> { ["mail"] = "ada@example.org" },
        };

        await ledger.AppendAsync(note);

        var bytes = (await store.ReadEntriesAsync(0, 1))[0];
        Encoding.UTF8.GetString(bytes.Span).ShouldNotContain("ada");
        var commitment = EntryForm.Read(bytes).Personal!["mail"];
        var text = await store.ReadPersonalAsync(commitment);
        text!.Text.ShouldBe("ada@example.org");
        EntryMaker.CommitmentOf(text.Salt.Span, text.Text).ShouldBe(commitment);
        (await store.ErasePersonalAsync([commitment])).ShouldBe(1);
        (await store.ReadPersonalAsync(commitment)).ShouldBeNull();
        await ShouldBeWholeAsync(store, ledger, 1);
    }

    [Fact]
    public async Task Prune_KeepsEveryProof()
    {
        await using var store = SqliteLedgerStore.Open(_folder.Path);
        await using var ledger = await OpenAsync(store);
        for (var i = 0; i < 600; i++)
            await ledger.AppendAsync(SomeNotes.Of("if://agent/a/0", "op"));
        var leaf = TreeHash.OfLeaf((await store.ReadEntriesAsync(3, 1))[0].Span);
        await store.SaveActorsAsync(new ActorSequences(600, new Dictionary<string, long> { ["if://agent/a/0"] = 600 }));

        (await store.PruneAsync(599)).ShouldBe(512);

        var reader = new TreeReader(ledger.Tiles, 600);
        TreeProofs.IsIncluded(leaf, 3, 600, await reader.ProveInclusionAsync(3), await reader.RootAsync())
            .ShouldBeTrue();
        (await store.ReadEntriesAsync(3, 1))[0].IsEmpty.ShouldBeTrue();
        (await store.ReadEntriesAsync(512, 100)).Count(entry => !entry.IsEmpty).ShouldBe(88);
    }

    [Fact]
    public async Task TwoLedgersOfOneStore_CannotForkIt()
    {
        await using var store = SqliteLedgerStore.Open(_folder.Path);
        await using var one = await OpenAsync(store);
        await using var two = await OpenAsync(store);
        await one.AppendAsync(SomeNotes.Of("if://agent/a/0", "op"));

        await Should.ThrowAsync<Core.Errors.FabricException>(
            async () => await two.AppendAsync(SomeNotes.Of("if://agent/a/0", "op")));
        (await two.AppendAsync(SomeNotes.Of("if://agent/a/0", "op"))).ShouldBe(1);

        await ShouldBeWholeAsync(store, two, 2);
    }

    private ValueTask<Ledger> OpenAsync(SqliteLedgerStore store) =>
        Ledger.OpenAsync(store, Options, chance: null, NullLogger.Instance);

    private async Task ShouldBeWholeAsync(SqliteLedgerStore store, Ledger ledger, int size)
    {
        ledger.Head.Size.ShouldBe(size);
        SignedNote.TryParse(Encoding.UTF8.GetBytes(ledger.Head.Checkpoint), out var note).ShouldBeTrue();
        note.IsSignedBy(Options.NoteKeys.Single()).ShouldBeTrue();
        Checkpoint.TryParse(note.Text, out var checkpoint).ShouldBeTrue();
        var tree = new GrowingTree();
        var sequences = new Dictionary<string, long>();
        for (var at = 0; at < size; at += 100)
        {
            foreach (var bytes in await store.ReadEntriesAsync(at, 100))
            {
                tree.Add(TreeHash.OfLeaf(bytes.Span), _ => { });
                var entry = EntryForm.Read(bytes);
                entry.Sequence.ShouldBe(sequences.GetValueOrDefault(entry.Actor) + 1);
                sequences[entry.Actor] = entry.Sequence;
            }
        }

        checkpoint.ShouldBe(new Checkpoint(Options.Origin, size, tree.Root()));
        (await new TreeReader(ledger.Tiles, size).RootAsync()).ShouldBe(tree.Root());
    }
}
