using InfraFabric.Coordinator.Claims;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Ids;
using InfraFabric.State.Simulated;

namespace InfraFabric.Coordinator.Tests.Claims;

/// <summary>A task has at most one owner, and it is the right one.</summary>
public sealed class ClaimTests
{
    [Fact]
    public void Claim_TwoSwarmsAtOnce_OneOwnsAndTheOtherIsToldWho() => Stage.Play(async (_, coordinator) =>
    {
        var one = await coordinator.JoinAsync("one");
        var two = await coordinator.JoinAsync("two");
        var task = await coordinator.AddAsync();

        var outcomes = await Task.WhenAll(
            coordinator.ClaimAsync("one", one, task), coordinator.ClaimAsync("two", two, task));

        outcomes.Count(outcome => outcome.Verdict == ClaimVerdict.Claimed).ShouldBe(1);
        var loser = outcomes.Single(outcome => outcome.Verdict == ClaimVerdict.AlreadyOwned);
        loser.Owner.ShouldBe((await coordinator.SeeAsync(task)).Swarm);
    });

    [Fact]
    public void Claim_OnTwoServers_OneOwns() => SimulatedWorld.Run(2, async world =>
    {
        await using var stage = new Stage(world, new SimulatedFaults { MaxDelay = TimeSpan.FromMilliseconds(20) });
        var (here, there) = (await stage.StartAsync(), await stage.StartAsync());
        var one = await here.JoinAsync("one");
        var two = await there.JoinAsync("two");
        var task = await here.AddAsync();

        var outcomes = await Task.WhenAll(here.ClaimAsync("one", one, task), there.ClaimAsync("two", two, task));

        outcomes.Select(outcome => outcome.Verdict).ShouldBe(
            [ClaimVerdict.Claimed, ClaimVerdict.AlreadyOwned], ignoreOrder: true);
    });

    [Fact]
    public void Claim_AfterTheSessionEnded_SaysSo() => Stage.Play(async (stage, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one");
        var task = await coordinator.AddAsync();
        await coordinator.LeaveAsync(SwarmName.Parse("one"), session, Stage.Operator);
        await Task.Delay(TimeSpan.FromSeconds(1), stage.Time);

        var byId = await coordinator.ClaimAsync("one", session, task);
        var best = await coordinator.BestAsync("one", session);

        byId.Verdict.ShouldBe(ClaimVerdict.SessionGone);
        best.Verdict.ShouldBe(ClaimVerdict.SessionGone);
    });

    [Fact]
    public void Claim_OnAServerThatHasNotSeenTheSession_IsMade() => SimulatedWorld.Run(3, async world =>
    {
        await using var stage = new Stage(world, new SimulatedFaults { MaxDelay = TimeSpan.FromMilliseconds(200) });
        var (here, there) = (await stage.StartAsync(), await stage.StartAsync());
        for (var i = 0; i < 20; i++)
        {
            var task = await here.AddAsync();
            var session = await here.JoinAsync($"swarm-{i}");

            (await there.ClaimAsync($"swarm-{i}", session, task)).Verdict.ShouldBe(ClaimVerdict.Claimed);
        }
    });

    [Fact]
    public void Claim_TheFence_IsTheRevisionOfTheCommitThatMadeIt() => Stage.Play(async (stage, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one");
        var task = await coordinator.AddAsync();
        var before = (await stage.Calm.GetStatsAsync()).Revision;

        var claim = (await coordinator.ClaimAsync("one", session, task)).Claim;

        claim.Fence.ShouldBe(before + 1);
        (await coordinator.SeeAsync(task)).Fence.ShouldBe(claim.Fence);
    });

    [Fact]
    public void Claim_TheSameSessionAgain_IsAnsweredWithTheSameClaim() => Stage.Play(async (_, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one");
        var task = await coordinator.AddAsync();
        var first = await coordinator.ClaimAsync("one", session, task);
        await coordinator.StartAsync(task, first.Claim.Fence, Stage.Operator);

        var again = await coordinator.ClaimAsync("one", session, task);

        again.Verdict.ShouldBe(ClaimVerdict.Claimed);
        again.Claim.Fence.ShouldBe(first.Claim.Fence);
        again.Claim.Attempt.ShouldBe(1);
    });

    [Fact]
    public void ClaimBest_TheSameRequestAgain_IsAnsweredWithTheSameClaim() => Stage.Play(async (_, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", capacity: 5);
        await coordinator.AddAsync();
        await coordinator.AddAsync();
        var first = await coordinator.BestAsync("one", session, "request-1");

        var again = await coordinator.BestAsync("one", session, "request-1");
        var other = await coordinator.BestAsync("one", session, "request-2");

        again.Claim.Task.ShouldBe(first.Claim.Task);
        again.Claim.Fence.ShouldBe(first.Claim.Fence);
        other.Claim.Task.ShouldNotBe(first.Claim.Task);
    });

    [Fact]
    public void ClaimBest_TakesTheMoreUrgentThenTheOlder() => Stage.Play(async (_, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", capacity: 5);
        var old = await coordinator.AddAsync();
        var young = await coordinator.AddAsync();
        var urgent = await coordinator.AddAsync(new TaskDraft { Type = "work", Priority = 5 });
        var later = await coordinator.AddAsync(new TaskDraft { Type = "work", Priority = -5 });

        var order = new List<TaskId>();
        for (var i = 0; i < 4; i++)
            order.Add((await coordinator.BestAsync("one", session)).Claim.Task);

        order.ShouldBe([urgent, old, young, later]);
    });

    [Fact]
    public void ClaimBest_DealsTurnsAcrossFairnessKeys() => Stage.Play(async (_, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", capacity: 20);
        for (var i = 0; i < 6; i++)
            await coordinator.AddAsync(new TaskDraft { Type = "work", FairnessKey = "greedy" });
        for (var i = 0; i < 3; i++)
            await coordinator.AddAsync(new TaskDraft { Type = "work", FairnessKey = "modest" });
        for (var i = 0; i < 3; i++)
            await coordinator.AddAsync(new TaskDraft { Type = "work", FairnessKey = "heavy", FairnessWeight = 2 });

        var keys = new List<string?>();
        for (var i = 0; i < 8; i++)
        {
            var claim = (await coordinator.BestAsync("one", session)).Claim;
            keys.Add((await coordinator.SeeAsync(claim.Task)).ReadSpec().FairnessKey);
        }

        // Of the first eight, the key of weight 2 has all its three, and the others share the rest.
        keys.Count(key => key == "heavy").ShouldBe(3);
        keys.Count(key => key == "modest").ShouldBeInRange(2, 3);
        keys.Count(key => key == "greedy").ShouldBeInRange(2, 3);
    });

    [Fact]
    public void ClaimBest_TakesOnlyWhatTheSwarmCanDo() => Stage.Play(async (_, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", 5, "integration:sip");
        await coordinator.AddAsync(new TaskDraft { Type = "work", Requires = ["integration:ndi"], Priority = 9 });
        var both = await coordinator.AddAsync(
            new TaskDraft { Type = "work", Requires = ["integration:ndi", "integration:sip"], Priority = 9 });
        var mine = await coordinator.AddAsync(new TaskDraft { Type = "work", Requires = ["integration:sip"] });

        (await coordinator.BestAsync("one", session)).Claim.Task.ShouldBe(mine);
        (await coordinator.BestAsync("one", session)).Verdict.ShouldBe(ClaimVerdict.NothingReady);
        (await coordinator.ClaimAsync("one", session, both)).Verdict.ShouldBe(ClaimVerdict.NotCapable);
    });

    [Fact]
    public void Claim_BeyondCapacity_IsRefusedUntilSomethingIsDone() => Stage.Play(async (_, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", capacity: 1);
        await coordinator.AddAsync();
        var second = await coordinator.AddAsync();
        var first = (await coordinator.BestAsync("one", session)).Claim;

        (await coordinator.BestAsync("one", session)).Verdict.ShouldBe(ClaimVerdict.NoCapacity);
        (await coordinator.ClaimAsync("one", session, second)).Verdict.ShouldBe(ClaimVerdict.NoCapacity);
        await coordinator.CompleteAsync(first.Task, first.Fence, null, null, Stage.Operator);
        (await coordinator.ClaimAsync("one", session, second)).Verdict.ShouldBe(ClaimVerdict.Claimed);
    });

    [Fact]
    public void ClaimMany_TakesTheBestUpToItsRoom() => Stage.Play(async (_, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", capacity: 60);
        var tasks = new List<TaskId>();
        for (var i = 0; i < 80; i++)
            tasks.Add(await coordinator.AddAsync());

        var (verdict, claims) = await coordinator.ClaimManyAsync(
            SwarmName.Parse("one"), session, 100, null, Stage.Operator);
        var (then, none) = await coordinator.ClaimManyAsync(SwarmName.Parse("one"), session, 100, null, Stage.Operator);

        verdict.ShouldBe(ClaimVerdict.Claimed);
        claims.Select(claim => claim.Task).ShouldBe(tasks.Take(60), ignoreOrder: true);
        (then, none.Count).ShouldBe((ClaimVerdict.NoCapacity, 0));
        foreach (var claim in claims)
            (await coordinator.SeeAsync(claim.Task)).Fence.ShouldBe(claim.Fence);
    });

    [Fact]
    public void Claim_OnASessionThatEnded_IsRefused() => Stage.Play(async (stage, coordinator) =>
    {
        var old = await coordinator.JoinAsync("one");
        var task = await coordinator.AddAsync();
        var fresh = await coordinator.JoinAsync("one");

        (await coordinator.ClaimAsync("one", old, task)).Verdict.ShouldBe(ClaimVerdict.SessionGone);
        (await coordinator.ClaimAsync("one", fresh, task)).Verdict.ShouldBe(ClaimVerdict.Claimed);
        (await coordinator.ClaimAsync("nobody", fresh, task)).Verdict.ShouldBe(ClaimVerdict.SessionGone);
    });

    [Fact]
    public void Claim_WhatHasEndedOrIsNotThere_IsRefused() => Stage.Play(async (stage, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one");
        var task = await coordinator.AddAsync();
        await coordinator.CancelAsync(task, "not needed", Stage.Operator);

        var outcome = await coordinator.ClaimAsync("one", session, task);

        (outcome.Verdict, outcome.State).ShouldBe((ClaimVerdict.NotReady, TaskState.Cancelled));
        (await coordinator.ClaimAsync("one", session, TaskId.New(stage.Ids))).Verdict
            .ShouldBe(ClaimVerdict.NotFound);
    });

    [Fact]
    public void Claim_ByAnIdentityThatDoesNotOwnTheSwarm_IsForbidden() => Stage.Play(async (_, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one");
        var task = await coordinator.AddAsync();
        var claim = (await coordinator.ClaimAsync("one", session, task)).Claim;
        var stranger = Stage.CauseOf("if://agent/stranger/0");

        var error = await Xunit.Record.ExceptionAsync(
            async () => await coordinator.ClaimAsync(SwarmName.Parse("one"), session, task, stranger));
        var work = await coordinator.CompleteAsync(task, claim.Fence, null, null, stranger);

        error.ShouldBeOfType<Core.Errors.FabricException>().Error.Code.ShouldBe("IF_ERR_FORBIDDEN");
        work.Verdict.ShouldBe(WorkVerdict.NotYours);
        (await coordinator.SeeAsync(task)).State.ShouldBe(TaskState.Claimed);
    });

    [Fact]
    public void ClaimMany_TheSameRequestAgain_IsAnsweredWithTheSameClaims() => Stage.Play(async (stage, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", capacity: 100);
        for (var i = 0; i < 90; i++)
            await coordinator.AddAsync();
        var (_, first) = await coordinator.ClaimManyAsync(
            SwarmName.Parse("one"), session, 40, "key", Stage.Operator);

        var (verdict, again) = await coordinator.ClaimManyAsync(
            SwarmName.Parse("one"), session, 40, "key", Stage.Operator);
        var (_, other) = await coordinator.ClaimManyAsync(
            SwarmName.Parse("one"), session, 40, "another key", Stage.Operator);

        verdict.ShouldBe(ClaimVerdict.Claimed);
        first.Count.ShouldBe(40);
        again.Select(claim => (claim.Task, claim.Fence))
            .ShouldBe(first.Select(claim => (claim.Task, claim.Fence)), ignoreOrder: true);
        other.Select(claim => claim.Task).Intersect(first.Select(claim => claim.Task)).ShouldBeEmpty();
        await Task.Delay(TimeSpan.FromSeconds(1), stage.Time);
        coordinator.FindSwarm(SwarmName.Parse("one"))!.Held.ShouldBe(80);
    });

    [Fact]
    public void ClaimMany_TheSameRequestWhenTheSwarmIsFull_IsAnsweredWithItsClaims() =>
        Stage.Play(async (_, coordinator) =>
        {
            var session = await coordinator.JoinAsync("one", capacity: 20);
            for (var i = 0; i < 20; i++)
                await coordinator.AddAsync();
            await coordinator.ClaimManyAsync(SwarmName.Parse("one"), session, 20, "key", Stage.Operator);

            var (verdict, again) = await coordinator.ClaimManyAsync(
                SwarmName.Parse("one"), session, 20, "key", Stage.Operator);

            (verdict, again.Count).ShouldBe((ClaimVerdict.Claimed, 20));
        });

    [Fact]
    public void ClaimMany_TheSameRequestAfterItsClaimsEnded_IsANewOne() => Stage.Play(async (_, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", capacity: 20);
        for (var i = 0; i < 4; i++)
            await coordinator.AddAsync();
        var (_, first) = await coordinator.ClaimManyAsync(
            SwarmName.Parse("one"), session, 2, "key", Stage.Operator);
        foreach (var claim in first)
            await coordinator.CompleteAsync(claim.Task, claim.Fence, null, null, Stage.Operator);

        var (_, next) = await coordinator.ClaimManyAsync(SwarmName.Parse("one"), session, 2, "key", Stage.Operator);

        next.Count.ShouldBe(2);
        next.Select(claim => claim.Task).Intersect(first.Select(claim => claim.Task)).ShouldBeEmpty();
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void ClaimMany_TheSameRequestOnTwoServersAtOnce_LeavesNoClaimThatNobodyWasTold(int seed) =>
        SimulatedWorld.Run(seed, async world =>
        {
            await using var stage = new Stage(world, new SimulatedFaults { MaxDelay = TimeSpan.FromMilliseconds(100) });
            var (here, there) = (await stage.StartAsync(), await stage.StartAsync());
            var session = await here.JoinAsync("one", capacity: 200);
            for (var i = 0; i < 150; i++)
                await here.AddAsync();

            var answers = await Task.WhenAll(new[] { here, there, here }.Select(async coordinator =>
                (await coordinator.ClaimManyAsync(SwarmName.Parse("one"), session, 100, "key", Stage.Operator))
                .Claims));

            var told = answers.SelectMany(claims => claims).Select(claim => claim.Task).Distinct().ToList();
            await Task.Delay(TimeSpan.FromSeconds(1), stage.Time);
            var held = here.TasksWith(SwarmName.Parse("one")).Select(task => task.Id).ToList();
            held.ShouldBe(told, ignoreOrder: true);
            held.Count.ShouldBeLessThanOrEqualTo(100);
        });
}
