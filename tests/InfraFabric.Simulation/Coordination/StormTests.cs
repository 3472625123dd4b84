using InfraFabric.State.Simulated;

namespace InfraFabric.Simulation.Coordination;

/// <summary>
/// Several servers and many swarms while requests, answers and watches are late and lost, servers and swarms crash: at
/// the end every task has been completed, by one owner, and nobody ever owned what another had.
/// </summary>
public sealed class StormTests
{
    private static readonly SimulatedFaults Weather = new()
    {
        MaxDelay = TimeSpan.FromMilliseconds(30),
        LostRequest = 0.02,
        LostAcknowledgement = 0.02,
        CutWatch = 0.05,
    };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Storm_EveryTaskIsCompletedOnceByOneOwner(int seed) => SimulatedWorld.Run(seed, async world =>
    {
        using var storm = new Storm(world, Weather) { Servers = 3, Swarms = 8, Tasks = 40, ServerCrashes = 3 };

        await storm.RunAsync();

        storm.Problems.ShouldBeEmpty();
        storm.Ended.ShouldBe(storm.Tasks);
    });

    [Fact]
    public void Storm_TheSameSeed_IsTheSameStorm()
    {
        var runs = Enumerable.Range(0, 2).Select(_ =>
        {
            var revisions = 0L;
            SimulatedWorld.Run(7, async world =>
            {
                using var storm = new Storm(world, Weather) { Servers = 2, Swarms = 4, Tasks = 10, ServerCrashes = 1 };
                await storm.RunAsync();
                revisions = storm.LastRevision;
            });
            return revisions;
        }).ToList();

        runs[1].ShouldBe(runs[0]);
    }
}
