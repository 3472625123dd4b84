using InfraFabric.Coordinator;
using InfraFabric.Core.Ids;
using InfraFabric.State.Simulated;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Simulation.Coordination;

public sealed class ContestTests
{
    private const int Contenders = 100;
    private const int Tasks = 10_000;
    private const int TasksAtOnce = 100;

    [Fact]
    public void Claim_AHundredForEachOfTenThousandTasks_OneGetsEach() => SimulatedWorld.Run(1, async world =>
    {
        using var cluster = new SimulatedCluster(world.Time);
        var servers = new List<FabricCoordinator>();
        for (var i = 0; i < 3; i++)
        {
            servers.Add(await FabricCoordinator.StartAsync(
                new SimulatedStateStore(cluster, SimulatedFaults.None, world.Chance, world.Time), world.Time,
                new IdSource(world.Time, world.Chance), world.Chance,
                new CoordinatorOptions { Member = $"server-{i}" }, NullLogger.Instance));
        }

        var contest = new Contest(servers, Contenders);
        await contest.RegisterAsync();
        while (contest.Won < Tasks)
            await contest.PlayAsync(TasksAtOnce, racers: Contenders);
        foreach (var server in servers)
            await server.DisposeAsync();

        contest.Problems.ShouldBeEmpty();
        contest.Won.ShouldBe(Tasks);
    });
}
