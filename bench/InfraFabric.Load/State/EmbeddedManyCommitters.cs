using System.Diagnostics;

namespace InfraFabric.Load.State;

/// <summary>128 committers at once, durable, beside raw SQLite with 64 rows in each transaction.</summary>
internal static class EmbeddedManyCommitters
{
    private const int Committers = 128;
    private const int Group = 64;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        var peer = Raw();
        using var scratch = new Scratch();
        await using var store = await Workload.OpenAsync(scratch.File("ours"));
        var latencies = new Latencies();
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var warm = TimeSpan.FromSeconds(2);
        var each = await Task.WhenAll(Enumerable.Range(0, Committers).Select(committer => Task.Run(async () =>
        {
            var mine = new Latencies();
            for (var i = 0; clock.Elapsed < warm + Duration; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await store.CommitAsync(Workload.Commit($"tasks/{committer}/{i}"));
                if (clock.Elapsed > warm)
                    mine.Add(start);
            }

            return mine;
        })));
        foreach (var mine in each)
            latencies.Add(mine);
        processor = Process.GetCurrentProcess().TotalProcessorTime - processor;
        var total = (await store.GetStatsAsync()).Revision;
        var rate = latencies.Count / Duration.TotalSeconds;
        var share = rate / peer;
        double p50 = latencies.At(0.5).TotalMilliseconds, p99 = latencies.At(0.99).TotalMilliseconds;
        return
        [
            new Row("embedded, 128 committers, commits/s",
                $"{rate:N0} ({share:P0} of raw), {processor.TotalMicroseconds / total:F1} µs of processor each",
                $"raw SQLite, {Group} rows a transaction: {peer:N0} rows/s", "≥ 50 % of raw", share >= 0.5),
            new Row("embedded, 128 committers, p50", $"{p50:F2} ms", "-", "< 1.5 ms", p50 < 1.5),
            new Row("embedded, 128 committers, p99", $"{p99:F2} ms", "-", "< 10 ms", p99 < 10),
        ];
    }

    private static double Raw()
    {
        using var scratch = new Scratch();
        using var raw = new RawSqlite(scratch.File("raw.db"));
        var rows = 0L;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Duration)
        {
            raw.Execute("BEGIN");
            for (var i = 0; i < Group; i++)
                raw.Insert(Workload.Value);
            raw.Execute("COMMIT");
            rows += Group;
        }

        return rows / clock.Elapsed.TotalSeconds;
    }
}
