using InfraFabric.State.Conformance;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;

namespace InfraFabric.State.Tests.Embedded;

public sealed class EmbeddedCompactionTests
{
    [Fact]
    public async Task Compact_AfterOneThatWasGivenUpHalfway_LeavesAStateThatOpens()
    {
        const int Records = 30_000;
        using var folder = new ScratchFolder();
        await using (var store = await OpenAsync(folder))
        {
            await FillAsync(store, Records);
            await GiveUpHalfwayAsync(store);
            // The next snapshot has far fewer chunks than the one that was begun.
            for (var i = 10; i < Records; i += StateLimits.MaxWrites)
                await store.CommitAsync(Some.Commit([], Deletions(i, Math.Min(i + StateLimits.MaxWrites, Records))));
            var revision = (await store.GetStatsAsync()).Revision;
            await store.RemoveNotesAsync(new NotePosition(revision, StateLimits.MaxNotes));
            await store.CompactAsync(revision);
        }

        await using var reopened = await OpenAsync(folder);

        (await reopened.GetStatsAsync()).Records.ShouldBe(10);
    }

    private static Task<EmbeddedStateStore> OpenAsync(ScratchFolder folder) =>
        EmbeddedStateStore.OpenAsync(new EmbeddedOptions { Directory = folder.File("state") }, TimeProvider.System);

    private static async Task FillAsync(EmbeddedStateStore store, int records)
    {
        foreach (var some in Enumerable.Range(0, records).Chunk(1000))
        {
            await Task.WhenAll(some.Select(
                i => store.CommitAsync(Some.Put($"k/{i:D5}", new string('x', 1000))).AsTask()));
        }
    }

    private static async Task GiveUpHalfwayAsync(EmbeddedStateStore store)
    {
        using var enough = new CancellationTokenSource();
        var stats = await store.GetStatsAsync();
        var compacting = store.CompactAsync(stats.Revision, enough.Token).AsTask();
        while ((await store.GetStatsAsync()).DiskBytes < stats.DiskBytes + 2_000_000)
            await Task.Yield();
        await enough.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(compacting);
    }

    private static List<Write> Deletions(int from, int to) =>
        [.. Enumerable.Range(from, to - from).Select(i => Write.Delete(new RecordKey($"k/{i:D5}")))];
}
