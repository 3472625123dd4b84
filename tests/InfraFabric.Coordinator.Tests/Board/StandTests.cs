using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.State.Simulated;

namespace InfraFabric.Coordinator.Tests.Board;

/// <summary>The board stands where the store stands, also after it has lost the thread.</summary>
public sealed class StandTests
{
    // Every batch ends the watch, which is far behind: what it would go on with may be forgotten by then.
    private static readonly SimulatedFaults Forgetful = new() { MaxDelay = TimeSpan.FromSeconds(2), CutWatch = 1 };

    [Fact]
    public void Status_WhateverHappensToTasks_CountsWhatTheListShows() => Stage.Play(async (stage, coordinator) =>
    {
        var session = await coordinator.JoinAsync("one", capacity: 10);
        var tasks = new List<TaskId>();
        for (var i = 0; i < 9; i++)
            tasks.Add(await coordinator.AddAsync(new TaskDraft { Type = "work", MaxAttempts = i == 5 ? 1 : 2 }));
        var waiting = await coordinator.AddAsync(new TaskDraft { Type = "work", DependsOn = [tasks[0].ToString()] });
        var fences = new List<long>();
        foreach (var task in tasks.Take(7))
            fences.Add((await coordinator.ClaimAsync("one", session, task)).Claim.Fence);
        await ShouldAgreeAsync(coordinator);
        await coordinator.StartAsync(tasks[1], fences[1], Stage.Operator);
        await coordinator.BlockAsync(tasks[2], fences[2], "stuck", null, null, Stage.Operator);
        await coordinator.CompleteAsync(tasks[3], fences[3], null, null, Stage.Operator);
        await coordinator.FailAsync(tasks[4], fences[4], "no", mayRetry: true, Stage.Operator);
        await coordinator.FailAsync(tasks[5], fences[5], "no", mayRetry: true, Stage.Operator);
        await coordinator.FailAsync(tasks[6], fences[6], "no", mayRetry: false, Stage.Operator);
        await coordinator.CancelAsync(tasks[7], null, Stage.Operator);

        var counts = await ShouldAgreeAsync(coordinator);
        counts.Where(state => state.Value == 0).ShouldBeEmpty();
        await coordinator.CompleteAsync(tasks[0], fences[0], null, null, Stage.Operator);
        await Task.Delay(TimeSpan.FromSeconds(3), stage.Time);

        (await ShouldAgreeAsync(coordinator))[TaskState.Waiting].ShouldBe(0);
        (await coordinator.SeeAsync(waiting)).State.ShouldBe(TaskState.Ready);
        await Task.Delay(TimeSpan.FromDays(8), stage.Time);
        await ShouldAgreeAsync(coordinator);
    });

    [Fact]
    public void Add_OfOneThatDependsOnATaskRemovedMeanwhile_IsRefused() => SimulatedWorld.Run(3, async world =>
    {
        await using var stage = new Stage(world, new SimulatedFaults { MaxDelay = TimeSpan.FromMilliseconds(200) });
        var coordinator = await stage.StartAsync();
        var first = await coordinator.AddAsync();
        await stage.RemoveAsync(first);

        var refused = await StageExtensions.RefusalOfAsync(coordinator.AddAsync(
            new TaskDraft { Type = "work", DependsOn = [first.ToString()] }, Stage.Operator));

        refused.Error.ShouldBe(ErrorTable.NotFound);
    });

    [Fact]
    public void Board_WhoseChangesTheStoreHasForgotten_ReadsThemAnew() => SimulatedWorld.Run(4, async world =>
    {
        await using var stage = new Stage(world, Forgetful);
        var coordinator = await stage.StartAsync();
        var quick = await QuickAsync(stage);
        var first = await quick.AddAsync();
        await Task.Delay(TimeSpan.FromSeconds(10), stage.Time);
        await quick.CancelAsync(first, null, Stage.Operator);
        var second = await quick.AddAsync();
        await stage.RemoveAsync(first);
        await stage.Calm.CompactAsync((await stage.Calm.GetStatsAsync()).Revision);

        await Task.Delay(TimeSpan.FromSeconds(10), stage.Time);

        (await coordinator.ShowAsync(first)).ShouldBeNull();
        (await coordinator.SeeAsync(second)).State.ShouldBe(TaskState.Ready);
        (await coordinator.StatusAsync()).Tasks.Values.Sum().ShouldBe(1);
    });

    [Fact]
    public void Coordinator_ThatReadsAnewWhenItIsStopped_Stops() => SimulatedWorld.Run(4, async world =>
    {
        await using var stage = new Stage(world, Forgetful);
        var coordinator = await stage.StartAsync();
        var quick = await QuickAsync(stage);
        for (var i = 0; i < 20; i++)
        {
            await quick.AddAsync();
            await stage.Calm.CompactAsync((await stage.Calm.GetStatsAsync()).Revision);
            await Task.Delay(TimeSpan.FromMilliseconds(100), stage.Time);
        }

        // The end of the story stops it, in the middle of its reading.
        coordinator.Revision.ShouldBeLessThan(quick.Revision);
    });

    private static async Task<FabricCoordinator> QuickAsync(Stage stage) => await stage.StartAsync(stage.Calm);

    private static async Task<IReadOnlyDictionary<TaskState, int>> ShouldAgreeAsync(FabricCoordinator coordinator)
    {
        var counted = (await coordinator.StatusAsync()).Tasks;
        var listed = await coordinator.ListAsync(new TaskFilter { Limit = 100 });
        foreach (var (state, count) in counted)
            listed.Tasks.Count(task => task.State == state).ShouldBe(count, state.ToString());
        return counted;
    }
}
