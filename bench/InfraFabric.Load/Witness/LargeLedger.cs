using System.Diagnostics;
using InfraFabric.Load.State;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Searching;
using InfraFabric.Witness.Sqlite;
using InfraFabric.Witness.Verifying;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Load.Witness;

/// <summary>A large ledger: proofs of its entries, searches by trace token, and the audit of all of it.</summary>
internal static class LargeLedger
{
    private const int Samples = 5000;
    private const int Group = 1000;

    public static async Task<IReadOnlyList<Row>> RunAsync(Effort effort)
    {
        var size = effort.Of(10_000_000);
        using var scratch = new Scratch();
        var folder = scratch.File("ours");
        var store = SqliteLedgerStore.Open(folder);
        await using var stage = await LedgerStage.OpenAsync(store);
        var clock = Stopwatch.StartNew();
        for (var first = 0; first < size; first += Group)
            await stage.Ledger.AppendAsync(LedgerStage.Outbox(first, Math.Min(Group, size - first)));
        var filling = clock.Elapsed.TotalSeconds;

        clock.Restart();
        await using var index = FollowingIndex.Start(store, folder, TimeProvider.System, NullLogger.Instance);
        while (index.Size < size)
            await Task.Delay(100);
        var indexing = clock.Elapsed.TotalSeconds;

        var proofs = await ProveAsync(stage, size);
        var searches = await SearchAsync(new LedgerSearch(store, index), size);
        clock.Restart();
        var log = new StoreLog(store, [.. stage.Ledger.Options.NoteKeys]);
        var report = await new LogAudit(log, new AuditOptions { Keys = [.. stage.Ledger.Options.NoteKeys] }).RunAsync();
        var auditing = clock.Elapsed.TotalSeconds;
        var found = report.Fault is { } fault ? $" ({fault.Reason})" : "";
        return
        [
            Row($"witness, inclusion proof from {size:N0} entries, p99", proofs, 2),
            Row($"witness, query by trace token in {size:N0} entries, p99", searches, 20),
            new Row("witness, full audit, entries/s", $"{size / auditing:N0}{found}", "-", "≥ 300,000",
                report.Fault is null && size / auditing >= 300_000),
            new Row("witness, one drain, entries/s", $"{size / filling:N0}", "-", "-", Reached: true),
            new Row("witness, index made anew, entries/s", $"{size / indexing:N0}", "-", "-", Reached: true),
        ];
    }

    private static Row Row(string figure, Latencies times, double most)
    {
        var p99 = times.At(0.99).TotalMilliseconds;
        return new Row(
            figure, $"{p99:F3} ms, p50 {times.At(0.5).TotalMilliseconds:F3} ms", "-", $"< {most} ms", p99 < most);
    }

    // Nothing is kept from one proof to the next.
    private static async Task<Latencies> ProveAsync(LedgerStage stage, int size)
    {
        var chance = new Random(1);
        var times = new Latencies();
        for (var i = 0; i < Samples; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await new TreeReader(stage.Ledger.Tiles, size).ProveInclusionAsync(chance.Next(size));
            times.Add(start);
        }

        return times;
    }

    private static async Task<Latencies> SearchAsync(LedgerSearch search, int size)
    {
        var chance = new Random(2);
        var times = new Latencies();
        for (var i = 0; i < Samples; i++)
        {
            var query = new LedgerQuery { Trace = LedgerStage.Note(chance.Next(size)).Trace };
            var start = Stopwatch.GetTimestamp();
            var found = await search.FindAsync(query);
            times.Add(start);
            if (found.Entries.Count is < 1 or > 4)
                throw new InvalidOperationException($"{found.Entries.Count} entries have the trace of at most four.");
        }

        return times;
    }
}
