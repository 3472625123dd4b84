using InfraFabric.State.Etcd;

namespace InfraFabric.Load.Etcd;

/// <summary>One committer at a time: ours and raw transactions take turns on the same etcd.</summary>
internal static class EtcdOneCommitter
{
    private const int Rounds = 8;
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(600);

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var bench = await EtcdBench.StartAsync();
        await using var store = await EtcdStateStore.OpenAsync(bench.Options, TimeProvider.System);
        using var caller = bench.NewRaw();
        var (ours, raw) = (new StoreCommits(store), new RawCommits(caller));
        Latencies mine = new(), peer = new();
        for (var round = 0; round < Rounds; round++)
        {
            await EtcdBench.MeasureAsync(peer, 1, Round, raw.CommitAsync);
            await EtcdBench.MeasureAsync(mine, 1, Round, ours.CommitAsync);
            // The first round warms up.
            if (round == 0)
            {
                peer.Clear();
                mine.Clear();
            }
        }

        var ratio = mine.At(0.5) / peer.At(0.5);
        return
        [
            new Row("etcd, one committer, p50", $"{mine.At(0.5).TotalMilliseconds:F2} ms ({ratio:F2} × raw)",
                $"raw transaction {peer.At(0.5).TotalMilliseconds:F2} ms", "≤ 1.2 × raw", ratio <= 1.2),
        ];
    }
}
