using System.Diagnostics;
using InfraFabric.State.Conformance.Histories;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd;

namespace InfraFabric.Integration.Etcd;

/// <summary>What happens to clusters, under load. The figures are printed; only what must hold is asserted.</summary>
public sealed class FaultTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(120));

    [Fact]
    public async Task Leader_Killed_NothingIsLostOrMadeTwice()
    {
        await using var cluster = await EtcdCluster.StartAsync(3);
        var leader = await cluster.FindLeaderAsync(_patience.Token);
        await using var run = await FaultRun.StartAsync(cluster, leader, _patience.Token);

        await cluster.Members[leader].KillAsync();

        await PrintRecoveryAsync("leader killed", cluster, run, leader);
        cluster.Members[leader].Start();
        await run.ProgressAsync(_patience.Token);
        Print(await run.VerifyAsync(_patience.Token));
    }

    [Fact]
    public async Task Leader_FrozenForTenSeconds_NothingIsLostOrMadeTwice()
    {
        await using var cluster = await EtcdCluster.StartAsync(3);
        var leader = await cluster.FindLeaderAsync(_patience.Token);
        await using var run = await FaultRun.StartAsync(cluster, leader, _patience.Token);

        var frozen = Stopwatch.GetTimestamp();
        cluster.Members[leader].Freeze();

        await PrintRecoveryAsync("leader frozen", cluster, run, leader);
        while (Stopwatch.GetElapsedTime(frozen) < Pause)
            await run.ProgressAsync(_patience.Token);
        cluster.Members[leader].Thaw();
        Print("leader thawed: next commits after", await run.ProgressAsync(_patience.Token));
        Print(await run.VerifyAsync(_patience.Token));
    }

    [Fact]
    public async Task Cluster_RestartedWhole_NothingIsLostOrMadeTwice()
    {
        await using var cluster = await EtcdCluster.StartAsync(3);
        var leader = await cluster.FindLeaderAsync(_patience.Token);
        await using var run = await FaultRun.StartAsync(cluster, leader, _patience.Token);

        await Task.WhenAll(cluster.Members.Select(m => m.KillAsync()));
        cluster.Members.ForEach(m => m.Start());
        await cluster.FindLeaderAsync(_patience.Token);

        Print("all members killed and started: next commits after there is a leader",
            await run.ProgressAsync(_patience.Token));
        Print(await run.VerifyAsync(_patience.Token));
    }

    [Fact]
    public async Task Leader_CutOffFromTheOthers_NothingIsLostOrMadeTwice()
    {
        using var network = new SplitNetwork(3);
        await using var cluster = await EtcdCluster.StartAsync(3, network);
        var leader = await cluster.FindLeaderAsync(_patience.Token);
        await using var run = await FaultRun.StartAsync(cluster, leader, _patience.Token);

        network.CutOff(leader);

        await PrintRecoveryAsync("leader cut off", cluster, run, leader);
        network.Heal(leader);
        Print("partition healed: next commits after", await run.ProgressAsync(_patience.Token));
        Print(await run.VerifyAsync(_patience.Token));
    }

    [Fact]
    public async Task Leader_KilledDuringARecordedHistory_StaysLinearizable()
    {
        await using var cluster = await EtcdCluster.StartAsync(3);
        var leader = await cluster.FindLeaderAsync(_patience.Token);
        await using var store = await EtcdStateStore.OpenAsync(cluster.NewOptions(), TimeProvider.System);
        var run = new HistoryRun(_ => store, clients: 16, keys: 8, operationsEach: 400, seed: 7);

        var running = run.RunAsync(_patience.Token);
        while ((await store.ListAsync(new ListQuery("h/"), _patience.Token)).Records.Count < 4)
            await Task.Delay(1, _patience.Token);
        await cluster.Members[leader].KillAsync();
        running.IsCompleted.ShouldBeFalse("The history was over before the leader was killed.");
        await running;

        run.ShouldBeLinearizable();
        await run.WatchShouldBeExactAsync(_patience.Token);
        Print($"{run.Operations} operations around the end of a leader: linearizable; outcome unknown {run.Unknown}");
    }

    public void Dispose() => _patience.Dispose();

    private async Task PrintRecoveryAsync(string what, EtcdCluster cluster, FaultRun run, int oldLeader)
    {
        var start = Stopwatch.GetTimestamp();
        var recovering = run.ProgressAsync(_patience.Token);
        await cluster.FindLeaderAsync(_patience.Token, oldLeader);
        Print($"{what}: the others had a leader after", Stopwatch.GetElapsedTime(start));
        Print($"{what}: next commit of every client after", await recovering);
    }

    private void Print(string what, TimeSpan took) => Print($"{what} {took.TotalMilliseconds:F0} ms");

    private void Print(string line) => output.WriteLine(line);
}
