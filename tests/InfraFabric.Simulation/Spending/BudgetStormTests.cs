using InfraFabric.State.Simulated;

namespace InfraFabric.Simulation.Spending;

/// <summary>
/// Whatever is cut off and however many spend at once: never over a budget, never a micro-dollar lost, and nothing for
/// a swarm whose breaker is open.
/// </summary>
public sealed class BudgetStormTests
{
    private const int SeedsEach = 100;

    private static readonly SimulatedFaults Weather = new()
    {
        MaxDelay = TimeSpan.FromMilliseconds(20),
        LostRequest = 0.02,
        LostAcknowledgement = 0.02,
        CutWatch = 0.05,
    };

    // Ten thousand seeds.
    public static TheoryData<int> Hundreds => [.. Enumerable.Range(0, 100)];

    [Theory]
    [MemberData(nameof(Hundreds))]
    public void Storm_OfSixtyFourSpenders_NeverGivesMoreThanThereIs_AndCountsWhatWasSpent(int hundred)
    {
        var (settled, refused, overdrawn) = (0, 0, 0);
        var (stopped, opened, tried) = (0, 0, 0);
        for (var seed = hundred * SeedsEach; seed < (hundred + 1) * SeedsEach; seed++)
        {
            SimulatedWorld.Run(seed, async world =>
            {
                using var storm = new BudgetStorm(world, Weather) { Spenders = 64, SpendingsEach = 2 };
                await storm.RunAsync();

                storm.Problems.ShouldBeEmpty();
                settled += storm.Settled;
                refused += storm.Refused;
                overdrawn += storm.Overdrawn;
                stopped += storm.Stopped;
                opened += storm.Opened;
                tried += storm.Tried;
            });
        }

        // The storm has reached what it is about.
        settled.ShouldBeGreaterThan(SeedsEach);
        refused.ShouldBeGreaterThan(SeedsEach);
        overdrawn.ShouldBeGreaterThan(SeedsEach / 10);
        stopped.ShouldBeGreaterThan(SeedsEach);
        opened.ShouldBeGreaterThan(SeedsEach);
        tried.ShouldBeGreaterThan(SeedsEach);
    }
}
