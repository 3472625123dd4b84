using InfraFabric.Coordinator.Claims;
using InfraFabric.Coordinator.Swarms;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.State.Simulated;

namespace InfraFabric.Coordinator.Tests.Swarms;

/// <summary>Swarms come, go, and are forgotten; what is refused leaves nothing behind.</summary>
public sealed class SessionTests
{
    private static readonly Cause Stranger = Stage.CauseOf("if://agent/stranger/0");

    [Fact]
    public void Register_TheSwarmOfAnother_IsRefusedAndLeavesNoLease() => Stage.Play(async (stage, coordinator) =>
    {
        await coordinator.JoinAsync("one");
        var before = await stage.Calm.GetStatsAsync();

        var refused = await StageExtensions.RefusalOfAsync(
            coordinator.RegisterAsync(new SwarmDraft { Name = "one", Capacity = 1 }, Stranger));

        refused.Error.ShouldBe(ErrorTable.Forbidden);
        (await stage.Calm.GetStatsAsync()).ShouldBe(before);
    });

    [Fact]
    public void Register_ManyAtOnceUnderOneName_LeavesOneSessionAndOneLease() => SimulatedWorld.Run(5, async world =>
    {
        await using var stage = new Stage(world, new SimulatedFaults { MaxDelay = TimeSpan.FromMilliseconds(50) });
        var coordinator = await stage.StartAsync();

        var sessions = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => coordinator.JoinAsync("one")));

        (await stage.Calm.ListAsync(new("sessions/"))).Records.ShouldHaveSingleItem()
            .ModifyRevision.ShouldBe(sessions.Max());
        (await stage.Calm.GetStatsAsync()).Leases.ShouldBe(1);
    });

    [Fact]
    public void Register_PastTheLimit_IsRefusedWhileAKnownOneMayComeBack() => SimulatedWorld.Run(1, async world =>
    {
        await using var stage = new Stage(world);
        var coordinator = await stage.StartAsync(o => o with { MaxSwarms = 2 });
        await coordinator.JoinAsync("one");
        await coordinator.JoinAsync("two");

        var refused = await StageExtensions.RefusalOfAsync(
            coordinator.RegisterAsync(new SwarmDraft { Name = "three", Capacity = 1 }, Stage.Operator));

        refused.Error.ShouldBe(ErrorTable.Overloaded);
        refused.Retry.ShouldNotBeNull();
        (await coordinator.JoinAsync("two")).ShouldBeGreaterThan(0);
    });

    [Fact]
    public void Leave_OnceAnswered_HasFreedWhatTheSwarmHad() => SimulatedWorld.Run(7, async world =>
    {
        await using var stage = new Stage(world, new SimulatedFaults { MaxDelay = TimeSpan.FromMilliseconds(200) });
        var coordinator = await stage.StartAsync();
        var one = await coordinator.JoinAsync("one");
        var leases = (await stage.Calm.GetStatsAsync()).Leases;

        (await coordinator.LeaveAsync(SwarmName.Parse("one"), one, Stage.Operator)).ShouldBeTrue();

        coordinator.FindSwarm(SwarmName.Parse("one"))!.Session.ShouldBeNull();
        (await stage.Calm.GetStatsAsync()).Leases.ShouldBe(leases - 1);
        (await coordinator.LeaveAsync(SwarmName.Parse("one"), one, Stage.Operator)).ShouldBeFalse();
    });

    [Fact]
    public void Swarm_AwayForLong_IsForgottenUnlessItIsAtWork() => SimulatedWorld.Run(1, async world =>
    {
        await using var stage = new Stage(world);
        var coordinator = await stage.StartAsync(o => o with { KeepEndedTasks = TimeSpan.FromMinutes(7) });
        var gone = await coordinator.JoinAsync("gone");
        var working = await coordinator.JoinAsync("working");
        await using var stream = await coordinator.ListenAsync("working", working);
        await coordinator.LeaveAsync(SwarmName.Parse("gone"), gone, Stage.Operator);
        await Task.Delay(TimeSpan.FromMinutes(6), stage.Time);
        coordinator.FindSwarm(SwarmName.Parse("gone")).ShouldNotBeNull();

        await Task.Delay(TimeSpan.FromMinutes(2), stage.Time);

        coordinator.FindSwarm(SwarmName.Parse("gone")).ShouldBeNull();
        coordinator.FindSwarm(SwarmName.Parse("working")).ShouldNotBeNull();
        (await coordinator.StatusAsync()).Swarms.ShouldBe(1);
    });

    [Fact]
    public void ClaimBest_WithAKeyUsedBefore_IsAnsweredTheSameThoughTheSwarmIsFull() =>
        Stage.Play(async (_, coordinator) =>
        {
            var session = await coordinator.JoinAsync("one");
            await coordinator.AddAsync();
            await coordinator.AddAsync();
            var first = await coordinator.BestAsync("one", session, "key");

            var again = await coordinator.BestAsync("one", session, "key");

            again.Verdict.ShouldBe(ClaimVerdict.Claimed);
            again.Claim.Fence.ShouldBe(first.Claim.Fence);
        });

    [Fact]
    public void ClaimBest_WithAKeyUsedBeforeAndRoomForMore_ClaimsNothingElse() => Stage.Play(async (_, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", capacity: 5);
        await coordinator.AddAsync();
        await coordinator.AddAsync();

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => coordinator.BestAsync("one", session, "key")));

        outcomes.Select(outcome => outcome.Claim.Fence).Distinct().ShouldHaveSingleItem();
        coordinator.FindSwarm(SwarmName.Parse("one"))!.Held.ShouldBe(1);
    });
}
