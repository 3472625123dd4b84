using System.Text;
using InfraFabric.State.Conformance;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;

namespace InfraFabric.State.Committer;

/// <summary>
/// Commits as fast as it can until it is killed: pairs of records, written together. Says <c>a NAME REVISION</c> for
/// each acknowledged commit, <c>w REVISION</c> for each one a watch saw, and <c>n REVISION</c> for each note that it
/// took from the outbox. History is compacted and leases run out meanwhile.
/// </summary>
internal sealed class Load(string directory, string run)
{
    private const int Committers = 16;

    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly Lock _lock = new();

    public async Task RunForeverAsync()
    {
        await using var store = await EmbeddedStateStore.OpenAsync(
            new EmbeddedOptions { Directory = directory }, TimeProvider.System);
        var start = (await store.GetStatsAsync()).Revision;
        await Task.WhenAll(
        [
            .. Enumerable.Range(0, Committers).Select(committer => CommitAsync(store, committer)),
            WatchAsync(store, start), TakeNotesAsync(store), CompactAsync(store), LetLeasesRunOutAsync(store),
        ]);
    }

    private async Task CommitAsync(EmbeddedStateStore store, int committer)
    {
        for (var i = 0; ; i++)
        {
            var name = $"{run}-{committer}-{i}";
            var value = Encoding.ASCII.GetBytes(name.PadRight(200, '.'));
            RecordKey one = new($"pairs/{name}/one"), two = new($"pairs/{name}/two");
            var outcome = await store.CommitAsync(Some.Commit(
                [Guard.Absent(one)], [Write.Put(one, value), Write.Put(two, value)], name));
            Say($"a {name} {outcome.Revision}");
        }
    }

    private async Task WatchAsync(EmbeddedStateStore store, long start)
    {
        await foreach (var batch in store.WatchAsync("pairs/", start))
            Say($"w {batch.Revision}");
    }

    private async Task TakeNotesAsync(EmbeddedStateStore store)
    {
        while (true)
        {
            var notes = await store.ReadNotesAsync(NotePosition.Start, 100);
            foreach (var note in notes)
                Say($"n {note.Position.Revision}");
            if (notes.Count > 0)
                await store.RemoveNotesAsync(notes[^1].Position);
            await Task.Delay(5);
        }
    }

    private static async Task CompactAsync(EmbeddedStateStore store)
    {
        while (true)
        {
            await Task.Delay(25);
            var stats = await store.GetStatsAsync();
            if (stats.Revision - stats.CompactedRevision > 2000)
                await store.CompactAsync(stats.Revision - 1000);
        }
    }

    private static async Task LetLeasesRunOutAsync(EmbeddedStateStore store)
    {
        for (var i = 0; ; i++)
        {
            var lease = await store.GrantLeaseAsync(StateLimits.MinLeaseTimeToLive, Some.Note());
            await store.CommitAsync(Some.Put($"leased/{i}", "x", lease));
            await Task.Delay(40);
        }
    }

    private void Say(string line)
    {
        lock (_lock)
            _output.Write(Encoding.ASCII.GetBytes(line + "\n"));
    }
}
