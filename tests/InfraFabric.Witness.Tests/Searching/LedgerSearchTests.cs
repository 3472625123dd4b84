using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Conformance;
using InfraFabric.Witness.Searching;

namespace InfraFabric.Witness.Tests.Searching;

public sealed class LedgerSearchTests
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly string[] Reasons = ["the disk failed", "disk replaced", "Weil es nötig ist", ""];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Find_OfAnyConditions_FindsWhatReadingEverythingWould(int seed)
    {
        var random = new Random(seed);
        using var folder = new TestFolder();
        await using var ledger = await SearchedLedger.OpenAsync(folder);
        var notes = Enumerable.Range(0, 3000).Select(i => AnyNote(random, i)).ToList();
        foreach (var note in notes)
            await ledger.AppendAsync(note);

        for (var i = 0; i < 200; i++)
        {
            var query = AnyQuery(random);
            var expected = Enumerable.Range(0, notes.Count).Where(place => Fits(notes[place], query))
                .Select(place => (long)place);

            var found = await ledger.PlacesAsync(query);

            found.ShouldBe(query.NewestFirst ? expected.Reverse() : expected, query.ToString());
        }
    }

    [Fact]
    public async Task Find_RightAfterAnAppend_FindsIt()
    {
        using var folder = new TestFolder();
        await using var ledger = await SearchedLedger.OpenAsync(folder);

        for (var i = 0; i < 100; i++)
        {
            await ledger.AppendAsync(SomeNotes.Of("if://agent/one/1", "task.add"));

            (await ledger.PlacesAsync(new LedgerQuery { Actor = "if://agent/one/1" })).Count.ShouldBe(i + 1);
        }
    }

    [Theory]
    [InlineData("disk OR why:x", false)]
    [InlineData("\"disk", true)]
    [InlineData("disk*", true)]
    [InlineData("NEAR(disk, 2)", false)]
    [InlineData("DISK failed", true)]
    [InlineData("dis", false)]
    [InlineData("nötig", false)]
    public async Task Find_OfText_TakesItForWordsAndNothingElse(string text, bool isThere)
    {
        using var folder = new TestFolder();
        await using var ledger = await SearchedLedger.OpenAsync(folder);
        await ledger.AppendAsync(SomeNotes.Of("if://agent/one/1", "task.add") with { Why = "the disk failed" });

        (await ledger.PlacesAsync(new LedgerQuery { Text = text })).Count.ShouldBe(isThere ? 1 : 0);
    }

    [Theory]
    [InlineData("***", 100)]
    [InlineData("disk", 0)]
    [InlineData("disk", 1001)]
    public async Task Find_OfWhatCannotBeFound_IsRefused(string text, int limit)
    {
        using var folder = new TestFolder();
        await using var ledger = await SearchedLedger.OpenAsync(folder);
        var query = new LedgerQuery { Text = text, Limit = limit };

        var error = await Should.ThrowAsync<FabricException>(async () => await ledger.Search.FindAsync(query));

        error.Error.ShouldBe(ErrorTable.Usage);
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("cut")]
    [InlineData("overwritten")]
    [InlineData("of another ledger")]
    public async Task Open_OfAnIndexThatIsNotWhole_MakesItAnew(string damage)
    {
        using var folder = new TestFolder();
        await using (var before = await SearchedLedger.OpenAsync(folder))
        {
            await before.AppendAsync(Enumerable.Range(0, 3000).Select(i => AnyNote(new Random(i), i)));
            await before.PlacesAsync(new LedgerQuery { Actor = "if://agent/a/1" });
        }

        await DamageAsync(Path.Combine(folder.Path, "witness-index.db"), damage);
        await using var ledger = await SearchedLedger.OpenAsync(folder);

        (await ledger.PlacesAsync(new LedgerQuery())).Count.ShouldBe(3000);
        (await ledger.PlacesAsync(new LedgerQuery { Text = "disk" })).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("cut")]
    [InlineData("overwritten")]
    public async Task Find_InAnIndexThatIsDamagedMeanwhile_HealsIt(string damage)
    {
        using var folder = new TestFolder();
        await using var ledger = await SearchedLedger.OpenAsync(folder);
        await ledger.AppendAsync(Enumerable.Range(0, 3000).Select(i => AnyNote(new Random(i), i)));
        await ledger.PlacesAsync(new LedgerQuery { Actor = "if://agent/a/1" });

        await DamageAsync(Path.Combine(folder.Path, "witness-index.db"), damage);
        await ledger.AppendAsync(SomeNotes.Of("if://agent/late/1", "task.late"));

        (await HealedAsync(ledger, new LedgerQuery { Operation = "task.late" })).ShouldBe([3000]);
        (await HealedAsync(ledger, new LedgerQuery())).Count.ShouldBe(3001);
        (await HealedAsync(ledger, new LedgerQuery { Text = "disk" })).ShouldNotBeEmpty();
    }

    /// <summary>What is found once the index does not say any more that it is not ready.</summary>
    private static async Task<IReadOnlyList<long>> HealedAsync(SearchedLedger ledger, LedgerQuery query)
    {
        while (true)
        {
            try
            {
                return await ledger.PlacesAsync(query);
            }
            catch (FabricException notYet) when (notYet.Error == ErrorTable.NotReady)
            {
                await Task.Yield();
            }
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Read_OfAPlaceBeyondTheLedger_SaysThatThereIsNone(long place)
    {
        using var folder = new TestFolder();
        await using var ledger = await SearchedLedger.OpenAsync(folder);
        await ledger.AppendAsync(SomeNotes.Of("if://agent/one/1", "task.add"));

        (await ledger.Search.ReadAsync(0)).Entry.Operation.ShouldBe("task.add");
        var error = await Should.ThrowAsync<FabricException>(async () => await ledger.Search.ReadAsync(place));

        error.Error.ShouldBe(ErrorTable.NotFound);
    }

    private static async Task DamageAsync(string index, string damage)
    {
        var bytes = await File.ReadAllBytesAsync(index);
        switch (damage)
        {
            case "deleted":
                File.Delete(index);
                break;
            case "cut":
                await File.WriteAllBytesAsync(index, bytes[..(bytes.Length / 2)]);
                break;
            case "overwritten":
                new Random(1).NextBytes(bytes.AsSpan(4096));
                await File.WriteAllBytesAsync(index, bytes);
                break;
            default:
                using (var other = new TestFolder())
                {
                    await using (var ledger = await SearchedLedger.OpenAsync(other))
                        await ledger.PlacesAsync(new LedgerQuery());
                    File.Copy(Path.Combine(other.Path, "witness-index.db"), index, overwrite: true);
                }

                break;
        }
    }

    private static WitnessNote AnyNote(Random random, int i)
    {
        var operation = AnyOf(random, "task.add", "task.claim", "session.end");
        return SomeNotes.Of($"if://agent/{(char)('a' + random.Next(3))}/1", operation) with
        {
            Trace = TraceOf(random.Next(50)),
            Subject = AnyOf(random, $"tasks/{TaskOf(random.Next(20))}", "swarms/one", "sessions/two", "else"),
            Component = AnyOf(random, "coordinator", "server"),
            Severity = random.Next(10) == 0 ? (NoteSeverity)random.Next(5) : NoteSeverity.Info,
            Fence = random.Next(4) == 0 ? random.Next(10) : null,
            Time = Begin.AddSeconds(i + random.Next(-30, 30)),
            Why = Reasons[random.Next(Reasons.Length)],
        };
    }

    private static LedgerQuery AnyQuery(Random random)
    {
        bool Asks() => random.Next(4) == 0;
        return new LedgerQuery
        {
            Trace = Asks() ? TraceOf(random.Next(52)) : null,
            Actor = Asks() ? $"if://agent/{(char)('a' + random.Next(4))}/1" : null,
            Task = Asks() ? TaskOf(random.Next(20)) : null,
            Swarm = Asks() ? AnyOf(random, "one", "two", "none") : null,
            Component = Asks() ? AnyOf(random, "coordinator", "server") : null,
            Operation = Asks() ? AnyOf(random, "task.add", "task.*", "session.*", "*", "no.such") : null,
            Severity = Asks() ? (NoteSeverity)random.Next(5) : NoteSeverity.Info,
            From = Asks() ? Begin.AddSeconds(random.Next(-100, 3100)) : null,
            To = Asks() ? Begin.AddSeconds(random.Next(-100, 3100)) : null,
            Text = Asks() ? AnyOf(random, "disk", "failed disk", "nötig") : null,
            Fence = Asks() ? random.Next(10) : null,
            NewestFirst = random.Next(2) == 0,
            Limit = random.Next(1, 40),
        };
    }

    private static bool Fits(WitnessNote note, LedgerQuery query) =>
        (query.Trace is null || note.Trace == query.Trace)
        && (query.Actor is null || note.Actor == query.Actor)
        && (query.Task is null || note.Subject == $"tasks/{query.Task}")
        && (query.Swarm is null || note.Subject == $"swarms/{query.Swarm}"
            || note.Subject == $"sessions/{query.Swarm}")
        && (query.Component is null || note.Component == query.Component)
        && (query.Operation is null || (query.Operation.EndsWith('*')
            ? note.Operation.StartsWith(query.Operation[..^1], StringComparison.Ordinal)
            : note.Operation == query.Operation))
        && note.Severity >= query.Severity
        && (query.From is null || note.Time >= query.From) && (query.To is null || note.Time <= query.To)
        && (query.Text is null || query.Text.Split(' ').All(word => note.Why!.Contains(word)))
        && (query.Fence is null || note.Fence == query.Fence);

    private static string AnyOf(Random random, params string[] choices) => choices[random.Next(choices.Length)];

    private static TraceToken TraceOf(int i) => TraceToken.From(new Guid(i, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1));

    private static TaskId TaskOf(int i) => TaskId.From(new Guid(i, 1, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 2));
}
