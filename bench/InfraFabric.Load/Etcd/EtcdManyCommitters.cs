using InfraFabric.State.Etcd;

namespace InfraFabric.Load.Etcd;

/// <summary>The figure "etcd, 128 committers": ours beside one transaction for each commit; to reach: at least 5 times raw, p99 below 15 ms.</summary>
public static class EtcdManyCommitters
{
    private const int Committers = 128;

    public static async Task<IReadOnlyList<EtcdFigure>> RunAsync(TimeSpan length)
    {
        await using var bench = await EtcdBench.StartAsync();
        await using var store = await EtcdStateStore.OpenAsync(bench.Options, TimeProvider.System);
        using var caller = bench.NewRaw();
        var (ours, raw) = (new StoreCommits(store), new RawCommits(caller));
        await EtcdBench.MeasureAsync("warm up", "raw", Committers, length / 4, Renamed(raw.CommitAsync, 1));
        await EtcdBench.MeasureAsync("warm up", "ours", Committers, length / 4, Renamed(ours.CommitAsync, 1));
        return
        [
            await EtcdBench.MeasureAsync("etcd, 128 committers", "raw", Committers, length, raw.CommitAsync),
            await EtcdBench.MeasureAsync("etcd, 128 committers", "ours", Committers, length, ours.CommitAsync),
        ];
    }

    // The warm up uses keys of its own, so that the measured committers find none of theirs.
    private static Func<int, long, Task<long>> Renamed(Func<int, long, Task<long>> commit, int by) =>
        (committer, revision) => commit(committer + (by * 1000), revision);
}
