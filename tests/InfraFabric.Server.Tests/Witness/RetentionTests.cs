using InfraFabric.Core.Crypto;
using InfraFabric.Server.Witness;
using InfraFabric.State.Contract;
using InfraFabric.Witness;
using InfraFabric.Witness.Searching;
using InfraFabric.Witness.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Server.Tests.Witness;

public sealed class RetentionTests
{
    private const int Old = 512;

    [Fact]
    public async Task Sweep_OfOldEntries_TakesTheirTextsAndLeavesTheOthers()
    {
        var folder = Directory.CreateTempSubdirectory("if-retention-");
        await using (var store = SqliteLedgerStore.Open(folder.FullName))
        {
            await WriteAsync(store);
            await using var index = FollowingIndex.Start(
                store, folder.FullName, TimeProvider.System, NullLogger.Instance);
            var search = new LedgerSearch(store, index);
            (await search.FindAsync(new LedgerQuery { Text = "ancient" })).Entries.Count.ShouldBe(100);
            await using var sweep = new RetentionSweep(
                store, search, index, TimeSpan.FromDays(30), TimeProvider.System, NullLogger.Instance);

            (await sweep.SweepAsync(CancellationToken.None)).ShouldBe(Old);

            (await search.FindAsync(new LedgerQuery { Text = "ancient" })).Entries.ShouldBeEmpty();
            (await search.FindAsync(new LedgerQuery { Text = "fresh" })).Entries.Count.ShouldBe(10);
            (await store.ReadEntriesAsync(0, Old)).ShouldAllBe(entry => entry.IsEmpty);
            (await store.ReadTileAsync(0, 0)).ShouldNotBeNull();
            foreach (var file in Directory.EnumerateFiles(folder.FullName, "witness-index.db*"))
                Holds(file, "ancient").ShouldBeFalse(file);
        }

        folder.Delete(recursive: true);
    }

    private static bool Holds(string file, string word)
    {
        using var read = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[read.Length];
        read.ReadExactly(bytes);
        return bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(word)) >= 0;
    }

    private static async Task WriteAsync(SqliteLedgerStore store)
    {
        using var key = SigningKey.FromSeed(new byte[32]);
        var options = new LedgerOptions { Origin = "test.example/ledger", Keys = [key] };
        await using var ledger = await Ledger.OpenAsync(store, options, new Random(1), NullLogger.Instance);
        var old = ServerFixture.Note() with { Time = DateTimeOffset.UnixEpoch, Why = "ancient" };
        var fresh = old with { Time = TimeProvider.System.GetUtcNow(), Why = "fresh" };
        await ledger.AppendAsync(
            [.. Enumerable.Range(1, Old).Select(i => new PositionedNote(new NotePosition(i, 0), old))]);
        await ledger.AppendAsync(
            [.. Enumerable.Range(Old + 1, 10).Select(i => new PositionedNote(new NotePosition(i, 0), fresh))]);
    }
}
