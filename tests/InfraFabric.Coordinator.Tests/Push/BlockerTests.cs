using InfraFabric.Coordinator.Blockers;
using InfraFabric.Coordinator.Push;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Ids;

namespace InfraFabric.Coordinator.Tests.Push;

/// <summary>Nobody who needs help is left alone.</summary>
public sealed class BlockerTests
{
    [Fact]
    public void Block_ReachesTheOrchestratorAtOnce_AndItsAnswerTheOwner() => Stage.Play(async (stage, coordinator) =>
    {
        await using var boss = await BossAsync(coordinator);
        var (task, fence, stream) = await WorkingAsync(coordinator, "one");
        var before = stage.Time.GetUtcNow();

        await coordinator.BlockAsync(task, fence, "no SIP trunk", ["integration:sip"], null, Stage.Operator);
        var told = (await boss.NextAsync(StreamEventKind.Blocker)).Blocker!;
        stage.Time.GetUtcNow().ShouldBe(before);
        (await coordinator.SeeAsync(task)).State.ShouldBe(TaskState.Blocked);
        await coordinator.ResolveAsync(task, "use the spare trunk", Stage.Operator);

        (told.Task, told.Kind, told.Swarm, told.Reason).ShouldBe(
            (task.ToString(), BlockerKind.Declared, "one", "no SIP trunk"));
        told.Needs.ShouldBe(["integration:sip"]);
        (await stream.NextAsync(StreamEventKind.Unblocked)).Task!.Answer.ShouldBe("use the spare trunk");
        (await boss.NextAsync(StreamEventKind.BlockerResolved)).Blocker!.Task.ShouldBe(task.ToString());
        (await coordinator.SeeAsync(task)).State.ShouldBe(TaskState.Running);
        coordinator.Blockers.ShouldBeEmpty();
    });

    [Fact]
    public void Block_TasksThatWaitForEachOther_AreFoundToBeACircle() => Stage.Play(async (_, coordinator) =>
    {
        await using var boss = await BossAsync(coordinator);
        var (one, ofOne, _) = await WorkingAsync(coordinator, "one");
        var (two, ofTwo, _) = await WorkingAsync(coordinator, "two");
        var between = await coordinator.AddAsync(new TaskDraft { Type = "work", DependsOn = [two.ToString()] });

        await coordinator.BlockAsync(one, ofOne, "waiting", null, [between.ToString()], Stage.Operator);
        (await boss.NextAsync(StreamEventKind.Blocker)).Blocker!.Kind.ShouldBe(BlockerKind.Declared);
        await coordinator.BlockAsync(two, ofTwo, "waiting", null, [one.ToString()], Stage.Operator);

        (await boss.NextAsync(StreamEventKind.Blocker)).Blocker!.Kind.ShouldBe(BlockerKind.Declared);
        var circle = (await boss.NextAsync(StreamEventKind.Blocker)).Blocker!;
        circle.Kind.ShouldBe(BlockerKind.Cycle);
        circle.Cycle.ShouldBe([two.ToString(), one.ToString(), between.ToString()], ignoreOrder: true);
    });

    [Fact]
    public void Claim_WithoutAWord_CountsAsStalled_UntilItsOwnerIsHeard() => Stage.Play(async (stage, coordinator) =>
    {
        await using var boss = await BossAsync(coordinator);
        var (task, fence, _) = await WorkingAsync(
            coordinator, "one", new TaskDraft { Type = "work", StallAfterS = 20 });
        await Task.Delay(TimeSpan.FromSeconds(15), stage.Time);
        await coordinator.ProgressAsync(task, fence, "still at it", null, Stage.Operator);
        await Task.Delay(TimeSpan.FromSeconds(15), stage.Time);
        coordinator.Blockers.ShouldBeEmpty();

        var stall = (await boss.NextAsync(StreamEventKind.Blocker)).Blocker!;

        (stall.Kind, stall.Task, stall.Fence).ShouldBe((BlockerKind.Stall, task.ToString(), fence));
        await coordinator.ProgressAsync(task, fence, "sorry", null, Stage.Operator);
        (await boss.NextAsync(StreamEventKind.BlockerResolved)).Blocker!.Kind.ShouldBe(BlockerKind.Stall);
    });

    [Fact]
    public void Dependency_ThatFailsForGood_IsABlockerOfItsDependents() => Stage.Play(async (_, coordinator) =>
    {
        await using var boss = await BossAsync(coordinator);
        var (task, fence, _) = await WorkingAsync(coordinator, "one");
        var dependent = await coordinator.AddAsync(new TaskDraft { Type = "work", DependsOn = [task.ToString()] });

        await coordinator.FailAsync(task, fence, "impossible", mayRetry: false, Stage.Operator);

        var blocker = (await boss.NextAsync(StreamEventKind.Blocker)).Blocker!;
        (blocker.Kind, blocker.Task).ShouldBe((BlockerKind.Dependency, dependent.ToString()));
        await coordinator.CancelAsync(dependent, null, Stage.Operator);
        await boss.NextAsync(StreamEventKind.BlockerResolved);
    });

    [Fact]
    public void Blocker_OfAClaimThatIsLost_IsOver() => Stage.Play(async (stage, coordinator) =>
    {
        await using var boss = await BossAsync(coordinator);
        var (task, fence, stream) = await WorkingAsync(coordinator, "one");
        await coordinator.BlockAsync(task, fence, "help", null, null, Stage.Operator);
        await boss.NextAsync(StreamEventKind.Blocker);

        await stream.DisposeAsync();
        await Task.Delay(TimeSpan.FromSeconds(20), stage.Time);

        (await boss.NextAsync(StreamEventKind.BlockerResolved)).Blocker!.Task.ShouldBe(task.ToString());
        (await coordinator.SeeAsync(task)).State.ShouldBe(TaskState.Ready);
    });

    [Fact]
    public void AddMany_OrdersByDependency_AndRefusesACircleBeforeAnyIsAdded() => Stage.Play(async (_, coordinator) =>
    {
        TaskDraft[] good =
        [
            new() { Name = "last", Type = "work", DependsOn = ["first", "middle"] },
            new() { Name = "middle", Type = "work", DependsOn = ["first"] }, new() { Name = "first", Type = "work" },
        ];
        TaskDraft[] circle =
        [
            new() { Name = "a", Type = "work", DependsOn = ["b"] },
            new() { Name = "b", Type = "work", DependsOn = ["a"] },
        ];

        var added = await coordinator.AddManyAsync(good, Stage.Operator);
        var error = await Xunit.Record.ExceptionAsync(
            async () => await coordinator.AddManyAsync(circle, Stage.Operator));

        added[0].Spec.DependsOn.ShouldBe([added[2].Spec.Id, added[1].Spec.Id]);
        error.ShouldBeOfType<Core.Errors.FabricException>().Error.Code.ShouldBe("IF_ERR_TASK_CYCLE");
        (await coordinator.ListAsync(new TaskFilter())).Tasks.Count.ShouldBe(3);
    });

    private static async Task<StreamReader> BossAsync(FabricCoordinator coordinator)
    {
        var session = (await coordinator.RegisterAsync(
            new() { Name = "boss", Orchestrator = true, Capabilities = ["lead:only"] }, Stage.Operator)).Session;
        await coordinator.DrainAsync(SwarmName.Parse("boss"), true, Stage.Operator);
        var boss = await coordinator.ListenAsync("boss", session);
        await boss.NextAsync();
        return boss;
    }

    private static async Task<(TaskId Task, long Fence, StreamReader Stream)> WorkingAsync(
        FabricCoordinator coordinator, string swarm, TaskDraft? draft = null)
    {
        var session = await coordinator.JoinAsync(swarm);
        var stream = await coordinator.ListenAsync(swarm, session);
        await stream.NextAsync();
        var task = await coordinator.AddAsync(draft);
        var claim = (await coordinator.ClaimAsync(swarm, session, task)).Claim;
        return (task, claim.Fence, stream);
    }
}
