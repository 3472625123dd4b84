using InfraFabric.Core.Errors;
using InfraFabric.State.Conformance;
using InfraFabric.State.Contract;
using InfraFabric.State.Simulated;

namespace InfraFabric.State.Tests.Simulated;

/// <summary>
/// Many clients of one state while requests, answers and watches are late and lost, and clients crash.
/// </summary>
public sealed class SimulatedStormTests
{
    private const int Clients = 6;
    private const int CommitsEach = 40;

    private static readonly SimulatedFaults Storm = new()
    {
        MaxDelay = TimeSpan.FromMilliseconds(50),
        LostRequest = 0.05,
        LostAcknowledgement = 0.05,
        CutWatch = 0.2,
    };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 100)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Storm_Counters_LoseNoAcknowledgedIncrement(int seed) => SimulatedWorld.Run(seed, async world =>
    {
        using var cluster = new SimulatedCluster(world.Time);
        var calm = new SimulatedStateStore(cluster, SimulatedFaults.None, world.Chance, world.Time);
        await calm.CommitAsync(Some.Put("counter", "0"));

        var tallies = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => IncrementAsync(world, cluster)));

        var value = int.Parse(Some.TextOf(await calm.GetAsync(new RecordKey("counter")))!);
        var acknowledged = tallies.Sum(tally => tally.Acknowledged);
        value.ShouldBeInRange(acknowledged, acknowledged + tallies.Sum(tally => tally.Unknown));
        (await calm.GetStatsAsync()).PendingNotes.ShouldBe(value + 1);
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Storm_Watches_SeeEveryRevisionOnce(int seed) => SimulatedWorld.Run(seed, async world =>
    {
        using var cluster = new SimulatedCluster(world.Time);
        var calm = new SimulatedStateStore(cluster, SimulatedFaults.None, world.Chance, world.Time);
        await calm.CommitAsync(Some.Put("counter", "0"));
        using var done = new CancellationTokenSource();
        var watching = WatchAsync(Connect(world, cluster), done.Token);

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => IncrementAsync(world, cluster)));
        var last = (await calm.CommitAsync(Some.Put("counter", "end"))).Revision;

        (await watching).ShouldBe(Enumerable.Range(2, (int)last - 1).Select(revision => (long)revision));
        await done.CancelAsync();
    });

    [Fact]
    public void Run_SameSeed_IsTheSameRun()
    {
        var runs = Enumerable.Range(0, 2).Select(_ => RunOnce(seed: 7)).ToList();

        runs[1].ShouldBe(runs[0]);
        RunOnce(seed: 8).ShouldNotBe(runs[0]);
    }

    [Fact]
    public void Run_WhenEverybodyWaitsForEver_FailsAndNamesTheSeed()
    {
        var never = new TaskCompletionSource();

        var error = Should.Throw<InvalidOperationException>(() => SimulatedWorld.Run(42, _ => never.Task));

        error.Message.ShouldContain("42");
    }

    [Fact]
    public void Crash_AfterACommitBeforeItsAnswer_LeavesItsOutcomeUnknown() => SimulatedWorld.Run(3, async world =>
    {
        using var cluster = new SimulatedCluster(world.Time);
        var calm = new SimulatedStateStore(cluster, SimulatedFaults.None, world.Chance, world.Time);
        var doomed = Connect(world, cluster, new SimulatedFaults { MaxDelay = TimeSpan.FromSeconds(1) });
        await using var watch = calm.WatchAsync("a", 0).GetAsyncEnumerator();
        var commit = doomed.CommitAsync(Some.Put("a", "1")).AsTask();
        await watch.MoveNextAsync();

        doomed.Crash();

        (await ErrorOfAsync(commit)).ShouldBe(ErrorTable.StateOutcomeUnknown);
    });

    [Fact]
    public void Crash_BeforeACommitArrives_MeansThatNothingHappened() => SimulatedWorld.Run(3, async world =>
    {
        using var cluster = new SimulatedCluster(world.Time);
        var calm = new SimulatedStateStore(cluster, SimulatedFaults.None, world.Chance, world.Time);
        var doomed = Connect(world, cluster, new SimulatedFaults { MaxDelay = TimeSpan.FromSeconds(1) });
        var commit = doomed.CommitAsync(Some.Put("a", "1")).AsTask();

        doomed.Crash();

        (await ErrorOfAsync(commit)).ShouldBe(ErrorTable.StateUnavailable);
        (await calm.GetAsync(new RecordKey("a"))).ShouldBeNull();
    });

    private static (string Value, TimeSpan Elapsed) RunOnce(int seed)
    {
        var result = ("", TimeSpan.Zero);
        SimulatedWorld.Run(seed, async world =>
        {
            using var cluster = new SimulatedCluster(world.Time);
            var calm = new SimulatedStateStore(cluster, SimulatedFaults.None, world.Chance, world.Time);
            var start = world.Time.GetTimestamp();
            await calm.CommitAsync(Some.Put("counter", "0"));
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => IncrementAsync(world, cluster)));
            result = (Some.TextOf(await calm.GetAsync(new RecordKey("counter")))!, world.Time.GetElapsedTime(start));
        });
        return result;
    }

    // The assertion library awaits on other threads, which would leave the simulated world.
    private static async Task<ErrorCode?> ErrorOfAsync(Task task)
    {
        try
        {
            await task;
            return null;
        }
        catch (FabricException e)
        {
            return e.Error;
        }
    }

    private static SimulatedStateStore Connect(
        SimulatedWorld world, SimulatedCluster cluster, SimulatedFaults? faults = null) =>
        new(cluster, faults ?? Storm, world.Chance, world.Time);

    private static async Task<(int Acknowledged, int Unknown)> IncrementAsync(
        SimulatedWorld world, SimulatedCluster cluster)
    {
        var key = new RecordKey("counter");
        int acknowledged = 0, unknown = 0;
        var store = Connect(world, cluster);
        for (var attempt = 0; attempt < CommitsEach; attempt++)
        {
            try
            {
                var record = await store.GetAsync(key);
                var next = int.Parse(Some.TextOf(record)!) + 1;
                var outcome = await store.CommitAsync(Some.Commit(
                    [Guard.Unchanged(key, record!.ModifyRevision)], [Write.Put(key, Some.Bytes($"{next}"))]));
                acknowledged += outcome.Succeeded ? 1 : 0;
            }
            catch (FabricException e) when (e.Error == ErrorTable.StateOutcomeUnknown)
            {
                unknown++;
            }
            catch (FabricException e) when (e.Error == ErrorTable.StateUnavailable)
            {
                // Nothing happened; the connection is as good as a new one.
                store = Connect(world, cluster);
            }
        }

        return (acknowledged, unknown);
    }

    private static async Task<List<long>> WatchAsync(SimulatedStateStore store, CancellationToken cancellationToken)
    {
        var revisions = new List<long>();
        await foreach (var batch in store.WatchAsync("counter", 1, cancellationToken))
        {
            revisions.Add(batch.Revision);
            if (Some.TextOf(batch.Changes[0].Record) == "end")
                break;
        }

        return revisions;
    }
}
