using System.Diagnostics;
using InfraFabric.State.Contract;

namespace InfraFabric.Load.State;

/// <summary>
/// 128 committers at once, durable, beside raw SQLite with 64 rows in each transaction. They take turns, so that both
/// meet the same disk.
/// </summary>
internal static class EmbeddedManyCommitters
{
    private const int Committers = 128;
    private const int Group = 64;
    private const int Rounds = 5;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        using var scratch = new Scratch();
        await using var store = await Workload.OpenAsync(scratch.File("ours"));
        using var raw = new RawSqlite(scratch.File("raw.db"));
        double ours = 0, peer = 0;
        var processor = TimeSpan.Zero;
        var latencies = new Latencies();
        for (var round = 0; round <= Rounds; round++)
        {
            var rows = RawTurn(raw);
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var turn = await TurnAsync(store, round);
            // The first turn of each is for warming up.
            if (round == 0)
                continue;
            peer += rows;
            ours += turn.Count;
            processor += Process.GetCurrentProcess().TotalProcessorTime - before;
            latencies.Add(turn);
        }

        var share = ours / peer;
        double p50 = latencies.At(0.5).TotalMilliseconds, p99 = latencies.At(0.99).TotalMilliseconds;
        var seconds = Rounds * Turn.TotalSeconds;
        return
        [
            new Row("embedded, 128 committers, commits/s",
                $"{ours / seconds:N0} ({share:P0} of raw), {processor.TotalMicroseconds / ours:F1} µs of CPU each",
                $"raw SQLite, {Group} rows a transaction: {peer / seconds:N0} rows/s",
                "≥ 50 % of raw", share >= 0.5),
            new Row("embedded, 128 committers, p50", $"{p50:F2} ms", "-", "< 1.5 ms", p50 < 1.5),
            new Row("embedded, 128 committers, p99", $"{p99:F2} ms", "-", "< 10 ms", p99 < 10),
        ];
    }

    private static async Task<Latencies> TurnAsync(IStateStore store, int round)
    {
        var clock = Stopwatch.StartNew();
        var each = await Task.WhenAll(Enumerable.Range(0, Committers).Select(committer => Task.Run(async () =>
        {
            var mine = new Latencies();
            for (var i = 0; clock.Elapsed < Turn; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await store.CommitAsync(Workload.Commit($"tasks/{round}/{committer}/{i}"));
                mine.Add(start);
            }

            return mine;
        })));
        var all = new Latencies();
        foreach (var mine in each)
            all.Add(mine);
        return all;
    }

    private static long RawTurn(RawSqlite raw)
    {
        var rows = 0L;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Turn; rows += Group)
        {
            raw.Execute("BEGIN");
            for (var i = 0; i < Group; i++)
                raw.Insert(Workload.Value);
            raw.Execute("COMMIT");
        }

        return rows;
    }
}
