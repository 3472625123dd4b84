using InfraFabric.Coordinator.Tasks;
using InfraFabric.State.Simulated;

namespace InfraFabric.Coordinator.Tests.Claims;

/// <summary>What has ended is not kept for ever, but as long as anything depends on it.</summary>
public sealed class RetentionTests
{
    [Fact]
    public void EndedTask_IsForgottenAfterItsTime() => Play(async (stage, coordinator) =>
    {
        var task = await coordinator.AddAsync(new TaskDraft { Type = "work", IdempotencyKey = "once" });
        await coordinator.CancelAsync(task, null, Stage.Operator);
        await Task.Delay(TimeSpan.FromMinutes(6), stage.Time);
        (await coordinator.SeeAsync(task)).State.ShouldBe(TaskState.Cancelled);

        await Task.Delay(TimeSpan.FromMinutes(2), stage.Time);

        (await coordinator.ShowAsync(task)).ShouldBeNull();
        (await stage.Calm.ListAsync(new("specs/"))).Records.ShouldBeEmpty();
        (await stage.Calm.ListAsync(new("task-keys/"))).Records.ShouldBeEmpty();
    });

    [Fact]
    public void EndedTask_ThatAnOpenOneDependsOn_IsKept() => Play(async (stage, coordinator) =>
    {
        var first = await coordinator.AddAsync();
        var other = await coordinator.AddAsync();
        await coordinator.AddAsync(
            new TaskDraft { Type = "work", DependsOn = [first.ToString(), other.ToString()] });
        var session = await coordinator.JoinAsync("one");
        var claim = (await coordinator.ClaimAsync("one", session, first)).Claim;
        await coordinator.CompleteAsync(first, claim.Fence, null, null, Stage.Operator);

        await Task.Delay(TimeSpan.FromMinutes(20), stage.Time);

        (await coordinator.SeeAsync(first)).State.ShouldBe(TaskState.Completed);
        var restarted = await stage.StartAsync();
        (await restarted.SeeAsync(first)).State.ShouldBe(TaskState.Completed);
    });

    private static void Play(Func<Stage, FabricCoordinator, Task> story) => SimulatedWorld.Run(1, async world =>
    {
        await using var stage = new Stage(world);
        await story(stage, await stage.StartAsync(o => o with { KeepEndedTasks = TimeSpan.FromMinutes(7) }));
    });
}
