using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;

namespace InfraFabric.State.Tests.Embedded;

/// <summary>
/// A process that commits under load is killed at random moments; what it was told must be true afterwards.
/// </summary>
public sealed class EmbeddedKillTests(ITestOutputHelper output)
{
    private const int Kills = 50;

    [Fact]
    public async Task Kill_UnderLoad_LosesNothingAcknowledgedAndKeepsNothingHalf()
    {
        using var folder = new ScratchFolder();
        var chance = new Random(20260102);
        var taken = new HashSet<long>();
        var acknowledged = new Dictionary<string, long>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var said = await RunAndKillAsync(folder.Path, kill, chance.Next(1, 4000));
            foreach (var (name, revision) in said.Acknowledged)
                acknowledged.Add(name, revision);
            taken.UnionWith(said.Taken);
            await VerifyAsync(folder.Path, acknowledged, taken, said);
        }

        output.WriteLine($"{Kills} kills, {acknowledged.Count:N0} acknowledged commits, all there; "
            + $"{taken.Count:N0} notes taken, each once.");
        acknowledged.Count.ShouldBeGreaterThan(Kills);
    }

    /// <summary>Kills the process after it has said a number of lines; what it said.</summary>
    private static async Task<Said> RunAndKillAsync(string directory, int run, int lines)
    {
        using var process = CommitterProcess.Start("load", directory, run.ToString());
        var said = new Said();
        for (var i = 0; i < lines && await process.StandardOutput.ReadLineAsync() is { } line; i++)
            said.Add(line);
        process.HasExited.ShouldBeFalse();
        process.Kill();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            said.Add(line);
        await process.WaitForExitAsync();
        return said;
    }

    private static async Task VerifyAsync(
        string directory, Dictionary<string, long> acknowledged, HashSet<long> taken, Said said)
    {
        await using var store = await EmbeddedStateStore.OpenAsync(
            new EmbeddedOptions { Directory = directory }, TimeProvider.System);
        var stats = await store.GetStatsAsync();
        var pairs = await PairsAsync(store);

        foreach (var (name, revision) in acknowledged)
        {
            pairs.TryGetValue(name, out var found).ShouldBeTrue($"{name} was acknowledged and is gone.");
            found!.Select(record => record.ModifyRevision).ShouldBe([revision, revision]);
        }

        pairs.Values.ShouldAllBe(records => records.Count == 2, "Half of a commit is there.");
        said.Watched.ShouldBe(said.Watched.Order());
        said.Watched.ShouldAllBe(revision => revision <= stats.Revision, "A watch saw what was not durable.");
        await NotesShouldBeExactAsync(store, taken, stats.Revision);
        await HistoryShouldHaveNoGapAsync(store, stats);
    }

    private static async Task<Dictionary<string, List<Record>>> PairsAsync(EmbeddedStateStore store)
    {
        var pairs = new Dictionary<string, List<Record>>();
        RecordPage page;
        RecordKey? after = null;
        do
        {
            page = await store.ListAsync(new ListQuery("pairs/", 1000) { After = after });
            foreach (var record in page.Records)
            {
                var name = record.Key.Text.Split('/')[1];
                if (!pairs.TryGetValue(name, out var pair))
                    pairs.Add(name, pair = []);
                pair.Add(record);
                after = record.Key;
            }
        }
        while (page.More);
        return pairs;
    }

    /// <summary>Every revision has one note: it was taken, or it waits, and what waits has no hole.</summary>
    private static async Task NotesShouldBeExactAsync(EmbeddedStateStore store, HashSet<long> taken, long revision)
    {
        var waiting = new List<long>();
        IReadOnlyList<PositionedNote> page;
        var after = NotePosition.Start;
        while ((page = await store.ReadNotesAsync(after, 1000)).Count > 0)
        {
            waiting.AddRange(page.Select(note => note.Position.Revision));
            after = page[^1].Position;
        }

        var first = revision - waiting.Count + 1;
        waiting.ShouldBe(Enumerable.Range(0, waiting.Count).Select(i => first + i));
        for (var removed = 1L; removed < first; removed++)
            taken.Contains(removed).ShouldBeTrue($"The note of revision {removed} is gone, and nobody took it.");
    }

    private static async Task HistoryShouldHaveNoGapAsync(EmbeddedStateStore store, StateStats stats)
    {
        var last = stats.CompactedRevision;
        await store.CommitAsync(Conformance.Some.Put("end", "end"));
        await foreach (var batch in store.WatchAsync("", stats.CompactedRevision))
        {
            // A lease's grant and a commit that only carries a note change no record, so they have no batch to see.
            batch.Revision.ShouldBeGreaterThan(last);
            last = batch.Revision;
            if (batch.Changes.Any(change => change.Key.Text == "end"))
                break;
        }
    }

    private sealed class Said
    {
        public List<(string Name, long Revision)> Acknowledged { get; } = [];

        public List<long> Watched { get; } = [];

        public List<long> Taken { get; } = [];

        public void Add(string line)
        {
            var words = line.Split(' ');
            switch (words)
            {
                case ["a", var name, var revision]:
                    Acknowledged.Add((name, long.Parse(revision)));
                    break;
                case ["w", var revision]:
                    Watched.Add(long.Parse(revision));
                    break;
                case ["n", var revision]:
                    Taken.Add(long.Parse(revision));
                    break;
                default:
                    // The line that the kill cut off.
                    break;
            }
        }
    }
}
