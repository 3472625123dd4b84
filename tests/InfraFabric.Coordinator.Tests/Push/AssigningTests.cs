using InfraFabric.Coordinator.Claims;
using InfraFabric.Coordinator.Push;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Ids;
using InfraFabric.State.Simulated;

namespace InfraFabric.Coordinator.Tests.Push;

/// <summary>Ready tasks find swarms with room by themselves.</summary>
public sealed class AssigningTests
{
    [Fact]
    public void Add_WithASwarmWaiting_IsPushedWithoutAnyTimePassing() => Stage.Play(async (stage, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", 1, "integration:sip");
        await using var stream = await coordinator.ListenAsync("one", session);
        await stream.NextAsync();
        var before = stage.Time.GetUtcNow();

        var task = await coordinator.AddAsync(new TaskDraft { Type = "work", Requires = ["integration:sip"] });
        var pushed = await stream.NextAsync(StreamEventKind.Assigned);

        // In virtual time only a timer takes time: nobody polled.
        stage.Time.GetUtcNow().ShouldBe(before);
        pushed.Task!.Id.ShouldBe(task);
        pushed.Task.OfferedTo.ShouldBe("one");
    });

    [Fact]
    public void Add_WithASwarmWaiting_IsAssignedByTheSameCommit() => Stage.Play(async (_, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one");
        await using var stream = await coordinator.ListenAsync("one", session);
        await stream.NextAsync();

        var added = await coordinator.AddAsync(new TaskDraft { Type = "work" }, Stage.Operator);

        (await stream.NextAsync())!.Revision.ShouldBe(added.Revision);
    });

    [Fact]
    public void Connect_WithWorkWaiting_IsGivenTheBestUpToItsCapacity() => Stage.Play(async (_, coordinator) =>
    {
        await coordinator.AddAsync();
        var urgent = await coordinator.AddAsync(new TaskDraft { Type = "work", Priority = 3 });
        var next = await coordinator.AddAsync(new TaskDraft { Type = "work", Priority = 2 });
        var session = await coordinator.JoinAsync("one", capacity: 2);

        await using var stream = await coordinator.ListenAsync("one", session);
        var first = await stream.NextAsync(StreamEventKind.Assigned);
        var second = await stream.NextAsync(StreamEventKind.Assigned);

        new[] { first.Task!.Id, second.Task!.Id }.ShouldBe([urgent, next]);
        coordinator.FindSwarm(SwarmName.Parse("one"))!.Offered.ShouldBe(2);
    });

    [Fact]
    public void Offer_NotAcceptedInTime_GoesToAnother() => Stage.Play(async (stage, coordinator) =>
    {
        var one = await coordinator.JoinAsync("one");
        await using var ones = await coordinator.ListenAsync("one", one);
        var task = await coordinator.AddAsync();
        await ones.NextAsync(StreamEventKind.Assigned);
        var two = await coordinator.JoinAsync("two");
        await using var twos = await coordinator.ListenAsync("two", two);

        var taken = await twos.NextAsync(StreamEventKind.Assigned);

        taken.Task!.Id.ShouldBe(task);
        (await ones.NextAsync(StreamEventKind.Withdrawn)).Task!.Id.ShouldBe(task);
        (await coordinator.ClaimAsync("one", one, task)).Verdict.ShouldBe(ClaimVerdict.AlreadyOwned);
        (await coordinator.ClaimAsync("two", two, task)).Verdict.ShouldBe(ClaimVerdict.Claimed);
    });

    [Fact]
    public void Offer_OfASwarmWhoseSessionEnds_GoesToAnother() => Stage.Play(async (_, coordinator) =>
    {
        var one = await coordinator.JoinAsync("one");
        var ones = await coordinator.ListenAsync("one", one);
        await ones.NextAsync();
        var task = await coordinator.AddAsync();
        var two = await coordinator.JoinAsync("two");
        await using var twos = await coordinator.ListenAsync("two", two);

        await coordinator.LeaveAsync(SwarmName.Parse("one"), one, Stage.Operator);

        (await twos.NextAsync(StreamEventKind.Assigned)).Task!.Id.ShouldBe(task);
    });

    [Fact]
    public void Idle_TakesOverWhatWaitsWithACrowdedSwarm() => Stage.Play(async (_, coordinator) =>
    {
        var one = await coordinator.JoinAsync("one", capacity: 4);
        await using var ones = await coordinator.ListenAsync("one", one);
        await ones.NextAsync();
        for (var i = 0; i < 4; i++)
            await coordinator.AddAsync();

        var two = await coordinator.JoinAsync("two", capacity: 4);
        await using var twos = await coordinator.ListenAsync("two", two);
        await twos.NextAsync(StreamEventKind.Assigned);

        // It takes no more than what makes the two even.
        await ones.NextAsync(StreamEventKind.Withdrawn);
        await Task.Yield();
        coordinator.FindSwarm(SwarmName.Parse("one"))!.Offered.ShouldBe(2);
        coordinator.FindSwarm(SwarmName.Parse("two"))!.Offered.ShouldBe(2);
    });

    [Fact]
    public void Add_WithManyWaiting_GoesToTheOneWithTheLeastToDoForItsWeight() => Stage.Play(async (_, coordinator) =>
    {
        var light = (await coordinator.RegisterAsync(
            new() { Name = "light", Capacity = 10, Weight = 1 }, Stage.Operator)).Session;
        var heavy = (await coordinator.RegisterAsync(
            new() { Name = "heavy", Capacity = 10, Weight = 3 }, Stage.Operator)).Session;
        await using var lights = await coordinator.ListenAsync("light", light);
        await using var heavies = await coordinator.ListenAsync("heavy", heavy);

        for (var i = 0; i < 8; i++)
            await coordinator.AddAsync();

        coordinator.FindSwarm(SwarmName.Parse("heavy"))!.Offered.ShouldBe(6);
        coordinator.FindSwarm(SwarmName.Parse("light"))!.Offered.ShouldBe(2);
    });

    [Fact]
    public void Draining_GetsNothingNew_UntilItResumes() => Stage.Play(async (_, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one");
        await using var stream = await coordinator.ListenAsync("one", session);
        await coordinator.DrainAsync(SwarmName.Parse("one"), true, Stage.Operator);
        var task = await coordinator.AddAsync();

        (await coordinator.SeeAsync(task)).OfferedTo.ShouldBeNull();
        (await coordinator.BestAsync("one", session)).Verdict.ShouldBe(ClaimVerdict.NoCapacity);
        await coordinator.DrainAsync(SwarmName.Parse("one"), false, Stage.Operator);

        (await stream.NextAsync(StreamEventKind.Assigned)).Task!.Id.ShouldBe(task);
    });

    [Fact]
    public void Add_OnOneServer_ReachesASwarmConnectedToAnother() => SimulatedWorld.Run(4, async world =>
    {
        await using var stage = new Stage(world);
        var (here, there) = (await stage.StartAsync(), await stage.StartAsync());
        var session = await there.JoinAsync("one");
        await using var stream = await there.ListenAsync("one", session);
        await stream.NextAsync();

        var task = await here.AddAsync();

        (await stream.NextAsync(StreamEventKind.Assigned)).Task!.Id.ShouldBe(task);
    });

    [Fact]
    public void Dependent_BecomesReadyWhenTheLastDependencyIsCompleted() => Stage.Play(async (_, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", capacity: 5);
        var first = await coordinator.AddAsync();
        var second = await coordinator.AddAsync();
        var last = await coordinator.AddAsync(
            new TaskDraft { Type = "work", DependsOn = [first.ToString(), second.ToString()] });
        await using var stream = await coordinator.ListenAsync("one", session);
        await stream.NextAsync();

        (await coordinator.ClaimAsync("one", session, last)).State.ShouldBe(TaskState.Waiting);
        foreach (var task in new[] { first, second })
        {
            var claim = (await coordinator.ClaimAsync("one", session, task)).Claim;
            (await coordinator.SeeAsync(last)).State.ShouldBe(TaskState.Waiting);
            await coordinator.CompleteAsync(task, claim.Fence, null, null, Stage.Operator);
        }

        (await stream.NextAsync(StreamEventKind.Assigned)).Task!.Id.ShouldBeOneOf(first, second, last);
        (await coordinator.ClaimAsync("one", session, last)).Verdict.ShouldBe(ClaimVerdict.Claimed);
    });
}
