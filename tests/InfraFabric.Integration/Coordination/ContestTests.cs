using InfraFabric.Coordinator;
using InfraFabric.Core.Ids;
using InfraFabric.Integration.Etcd;
using InfraFabric.Simulation.Coordination;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;
using InfraFabric.State.Etcd;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Integration.Coordination;

/// <summary>Of a hundred that claim a task, one gets it: ten thousand times, on real stores.</summary>
public sealed class ContestTests
{
    private const int Contenders = 100;
    private const int Tasks = 10_000;

    [Fact]
    public async Task Claim_OnEmbedded_AHundredForEachOfTenThousandTasks_OneGetsEach()
    {
        var folder = Directory.CreateTempSubdirectory("if-contest-");
        var options = new EmbeddedOptions { Directory = folder.FullName };
        await using (var store = await EmbeddedStateStore.OpenAsync(options, TimeProvider.System))
            await PlayAsync([store, store], tasksAtOnce: 100, racers: Contenders);
        folder.Delete(recursive: true);
    }

    // Each racer costs etcd a transaction of its own on the one key: those that come later find it owned and read it.
    [Fact]
    public async Task Claim_OnEtcd_AHundredForEachOfTenThousandTasks_OneGetsEach()
    {
        await using var cluster = await EtcdCluster.StartAsync(1);
        var options = cluster.NewOptions();
        await using var one = await EtcdStateStore.OpenAsync(options, TimeProvider.System);
        await using var two = await EtcdStateStore.OpenAsync(options, TimeProvider.System);
        await PlayAsync([one, two], tasksAtOnce: 250, racers: 4);
    }

    private static async Task PlayAsync(IReadOnlyList<IStateStore> stores, int tasksAtOnce, int racers)
    {
        var servers = new List<FabricCoordinator>();
        foreach (var store in stores)
        {
            servers.Add(await FabricCoordinator.StartAsync(
                store, TimeProvider.System, new IdSource(TimeProvider.System), new Random(servers.Count),
                new CoordinatorOptions { Member = $"server-{servers.Count}" }, NullLogger.Instance));
        }

        var contest = new Contest(servers, Contenders);
        await contest.RegisterAsync();
        while (contest.Won < Tasks)
            await contest.PlayAsync(tasksAtOnce, racers);
        foreach (var server in servers)
            await server.DisposeAsync();

        contest.Problems.ShouldBeEmpty();
        contest.Won.ShouldBe(Tasks);
    }
}
