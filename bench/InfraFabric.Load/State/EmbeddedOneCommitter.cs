using System.Diagnostics;

namespace InfraFabric.Load.State;

/// <summary>
/// One committer at a time, durable: ours and raw SQLite take turns, so that both meet the same disk.
/// </summary>
internal static class EmbeddedOneCommitter
{
    private const int Rounds = 10;
    private const int CommitsPerRound = 1500;

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        using var scratch = new Scratch();
        await using var store = await Workload.OpenAsync(scratch.File("ours"));
        using var raw = new RawSqlite(scratch.File("raw.db"));
        Latencies ours = new(), peer = new();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < CommitsPerRound; i++)
            {
                var start = Stopwatch.GetTimestamp();
                raw.Insert(Workload.Value);
                peer.Add(start);
            }

            for (var i = 0; i < CommitsPerRound; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await store.CommitAsync(Workload.Commit($"tasks/{round}/{i}"));
                ours.Add(start);
            }

            if (round == 0)
            {
                ours.Clear();
                peer.Clear();
            }
        }

        var ratio = ours.At(0.5) / peer.At(0.5);
        return
        [
            new Row("embedded, one committer, p50", $"{ours.At(0.5).TotalMicroseconds:F0} µs ({ratio:F2} × raw)",
                $"raw SQLite FULL autocommit {peer.At(0.5).TotalMicroseconds:F0} µs", "≤ 1.5 × raw", ratio <= 1.5),
            new Row("embedded, one committer, p99", $"{ours.At(0.99).TotalMilliseconds:F2} ms",
                $"raw SQLite {peer.At(0.99).TotalMilliseconds:F2} ms", "< 2 ms", ours.At(0.99).TotalMilliseconds < 2),
        ];
    }
}
