using InfraFabric.State.Etcd;

namespace InfraFabric.Load.Etcd;

/// <summary>
/// 128 committers at once: ours and raw, one transaction for each commit, take turns on the same etcd.
/// </summary>
internal static class EtcdManyCommitters
{
    private const int Committers = 128;
    private const int Rounds = 4;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var bench = await EtcdBench.StartAsync();
        await using var store = await EtcdStateStore.OpenAsync(bench.Options, TimeProvider.System);
        using var caller = bench.NewRaw();
        var (ours, raw) = (new StoreCommits(store), new RawCommits(caller));
        Latencies mine = new(), peer = new();
        double oursRate = 0, rawRate = 0;
        for (var round = 0; round <= Rounds; round++)
        {
            // The first round warms up.
            if (round == 1)
                (mine, peer, oursRate, rawRate) = (new(), new(), 0, 0);
            rawRate += await EtcdBench.MeasureAsync(peer, Committers, Round, raw.CommitAsync) / Rounds;
            oursRate += await EtcdBench.MeasureAsync(mine, Committers, Round, ours.CommitAsync) / Rounds;
        }

        var ratio = oursRate / rawRate;
        var (p50, p99) = (mine.At(0.5).TotalMilliseconds, mine.At(0.99).TotalMilliseconds);
        return
        [
            new Row("etcd, 128 committers, commits/s", $"{oursRate:N0} ({ratio:F1} × raw), p50 {p50:F1} ms",
                $"one transaction each: {rawRate:N0}", "≥ 5 × raw", ratio >= 5),
            new Row("etcd, 128 committers, p99", $"{p99:F1} ms",
                $"one transaction each: {peer.At(0.99).TotalMilliseconds:F0} ms", "< 15 ms", p99 < 15),
        ];
    }
}
