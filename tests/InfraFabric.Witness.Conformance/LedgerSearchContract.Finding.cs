using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Searching;

namespace InfraFabric.Witness.Conformance;

/// <content>What is there is found, and nothing else.</content>
public abstract partial class LedgerSearchContract
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Find_OfAnyConditions_FindsWhatReadingEverythingWould(int seed)
    {
        var random = new Random(seed);
        var notes = Enumerable.Range(0, 3000).Select(i => SomeSearches.AnyNote(random, i)).ToList();
        foreach (var group in notes.Chunk(1 + random.Next(700)))
            await AppendAsync(group);

        for (var i = 0; i < 150; i++)
        {
            var query = SomeSearches.AnyQuery(random);
            var expected = Enumerable.Range(0, notes.Count).Where(place => SomeSearches.Fits(notes[place], query))
                .Select(place => (long)place);

            var found = await PlacesAsync(query);

            found.ShouldBe(query.NewestFirst ? expected.Reverse() : expected, query.ToString());
        }
    }

    [Fact]
    public async Task Find_RightAfterAnAppend_FindsIt()
    {
        for (var i = 0; i < 260; i++)
        {
            await AppendAsync(SomeNotes.Of("if://agent/one/1", "task.add") with { Why = $"number {i}" });

            (await PlacesAsync(new LedgerQuery { Actor = "if://agent/one/1" })).Count.ShouldBe(i + 1);
            (await PlacesAsync(new LedgerQuery { Text = $"{i}" })).ShouldBe([i]);
        }
    }

    [Theory]
    [InlineData("disk OR why:x", false)]
    [InlineData("\"disk", true)]
    [InlineData("disk*", true)]
    [InlineData("NEAR(disk, 2)", false)]
    [InlineData("DISK failed", true)]
    [InlineData("dis", false)]
    [InlineData("n\u00f6tig", false)]
    [InlineData("example", true)]
    [InlineData("disk.example", true)]
    [InlineData("'; DROP SCHEMA witness CASCADE --", false)]
    [InlineData("\u00c9T\u00c9", true)]
    [InlineData("ete", true)]
    public async Task Find_OfText_TakesItForWordsAndNothingElse(string text, bool isThere)
    {
        await AppendAsync(SomeNotes.Of("if://agent/one/1", "task.add") with
        {
            Why = "the disk failed at http://disk.example/7, en \u00e9t\u00e9",
        });

        (await PlacesAsync(new LedgerQuery { Text = text })).Count.ShouldBe(isThere ? 1 : 0);
    }

    [Theory]
    [InlineData("***", 100)]
    [InlineData("disk", 0)]
    [InlineData("disk", 1001)]
    public async Task Find_OfWhatCannotBeFound_IsRefused(string text, int limit)
    {
        var query = new LedgerQuery { Text = text, Limit = limit };

        var error = await Should.ThrowAsync<FabricException>(async () => await Search.FindAsync(query, Token));

        error.Error.ShouldBe(ErrorTable.Usage);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Read_OfAPlaceBeyondTheLedger_SaysThatThereIsNone(long place)
    {
        await AppendAsync(SomeNotes.Of("if://agent/one/1", "task.add"));

        (await Search.ReadAsync(0, Token)).Entry.Operation.ShouldBe("task.add");
        var error = await Should.ThrowAsync<FabricException>(async () => await Search.ReadAsync(place, Token));

        error.Error.ShouldBe(ErrorTable.NotFound);
    }

    [Theory]
    [InlineData('x')]
    [InlineData('\u00e9')]
    public async Task Find_OfTextsThatDifferAtTheirEndsOnly_TellsThemApart(char letter)
    {
        // Longer than what any index holds of a text.
        string[] names =
            [.. Enumerable.Range(990, 20).Concat([2000, 2001]).Select(length => new string(letter, length))];
        await AppendAsync(names.Select(name => SomeNotes.Of($"if://agent/{name}/1", $"op.{name}") with
        {
            Subject = $"swarms/{name}",
            Component = name,
            Why = name[900..],
        }));

        for (var i = 0; i < names.Length; i++)
        {
            var longer = Enumerable.Range(i, names.Length - i).Select(place => (long)place);
            (await PlacesAsync(new LedgerQuery { Actor = $"if://agent/{names[i]}/1" })).ShouldBe([i]);
            (await PlacesAsync(new LedgerQuery { Operation = $"op.{names[i]}" })).ShouldBe([i]);
            (await PlacesAsync(new LedgerQuery { Operation = $"op.{names[i]}*" })).ShouldBe(longer);
            (await PlacesAsync(new LedgerQuery { Swarm = names[i] })).ShouldBe([i]);
            (await PlacesAsync(new LedgerQuery { Component = names[i] })).ShouldBe([i]);
        }

        (await PlacesAsync(new LedgerQuery { Text = names[5][900..].ToUpperInvariant() })).ShouldBe([5]);
    }

    [Fact]
    public async Task Find_OfTextsWithACharacterZero_TellsThemFromBlanks()
    {
        await AppendAsync(
            SomeNotes.Of("if://agent/a/1", "an op") with { Subject = "swarms/a b" },
            SomeNotes.Of("if://agent/a/1", "an\0op") with { Subject = "swarms/a\0b", Why = "two\0words" });

        (await PlacesAsync(new LedgerQuery { Operation = "an op" })).ShouldBe([0]);
        (await PlacesAsync(new LedgerQuery { Operation = "an\0op" })).ShouldBe([1]);
        (await PlacesAsync(new LedgerQuery { Swarm = "a b" })).ShouldBe([0]);
        (await PlacesAsync(new LedgerQuery { Text = "words" })).ShouldBe([1]);
    }

    [Fact]
    public async Task Find_OfAnOperationWithMoreNamesThanAreLookedForOneByOne_FindsAll()
    {
        var places = Enumerable.Range(0, 3 * SearchLimits.MaxAlternatives).ToList();
        await AppendAsync(places
            .Select(i => SomeNotes.Of("if://agent/a/1", i % 3 == 0 ? $"rare.{i}" : $"many.{i}")));

        (await PlacesAsync(new LedgerQuery { Operation = "many.*", Limit = 7 }))
            .ShouldBe(places.Where(i => i % 3 != 0).Select(i => (long)i));
        (await PlacesAsync(new LedgerQuery { Operation = "rare.*", NewestFirst = true })).Count
            .ShouldBe(SearchLimits.MaxAlternatives);
    }

    [Fact]
    public async Task Find_OfPrunedEntries_FindsThemNoMore()
    {
        var notes = Enumerable.Range(0, 800).Select(i => SomeNotes.Of("if://agent/a/1", "task.add") with
        {
            Why = i < 500 ? "ancient" : "recent",
            Fence = i,
            Severity = NoteSeverity.High,
        });
        foreach (var group in notes.Chunk(64))
            await AppendAsync(group);
        (await PlacesAsync(new LedgerQuery { Text = "ancient" })).Count.ShouldBe(500);

        await PruneAsync(512);
        await AppendAsync(SomeNotes.Of("if://agent/a/1", "task.add") with { Why = "recent" });

        (await PlacesAsync(new LedgerQuery { Text = "ancient" })).ShouldBeEmpty();
        (await PlacesAsync(new LedgerQuery { Fence = 511 })).ShouldBeEmpty();
        (await PlacesAsync(new LedgerQuery { Fence = 512 })).ShouldBe([512]);
        (await PlacesAsync(new LedgerQuery { Actor = "if://agent/a/1", NewestFirst = true, Limit = 1000 }))
            .ShouldBe(Enumerable.Range(512, 289).Reverse().Select(i => (long)i));
        (await PlacesAsync(new LedgerQuery { Text = "recent", From = SomeNotes.Of("a", "b").Time })).Count
            .ShouldBe(289);
    }
}
