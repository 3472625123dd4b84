using InfraFabric.Optimise.Advice;
using InfraFabric.Optimise.Tests.Spends;

namespace InfraFabric.Optimise.Tests.Advice;

public sealed class AdviceTests
{
    [Fact]
    public void Advise_AmongThoseWhoCanBeReliedUpon_IsTheCheapestPerResult() => SpendStage.Run(async stage =>
    {
        // Six of ten for 100 each is 167 a result; ten of ten for 160 is less.
        await WorkAsync(stage, "review", "cheap", "small", completed: 6, failed: 4, each: 100);
        await WorkAsync(stage, "review", "good", "large", completed: 10, failed: 0, each: 160);
        await WorkAsync(stage, "review", "lucky", "tiny", completed: 2, failed: 0, each: 1);
        await WorkAsync(stage, "review", "hopeless", "tiny", completed: 1, failed: 9, each: 1);

        var advice = (await AdviseAsync(stage, "review")).Single();

        advice.Advised!.ShouldBe(new Candidate
        {
            Swarm = "good",
            Model = "large",
            Claims = 10,
            Completed = 10,
            Cost = Core.Units.Money.FromMicroUsd(1600),
        });
        advice.Candidates.Select(one => (one.Swarm, one.PerSuccess?.MicroUsd)).ShouldBe(
            [("lucky", 1), ("hopeless", 10), ("good", 160), ("cheap", 167)]);
    });

    [Fact]
    public void Advise_TooLittleHistory_IsNobody() => SpendStage.Run(async stage =>
    {
        await WorkAsync(stage, "review", "new", "small", completed: OptimiseLimits.MinHistory - 1, failed: 0, each: 5);

        (await AdviseAsync(stage, "review")).Single().Advised.ShouldBeNull();
        await WorkAsync(stage, "review", "new", "small", completed: 1, failed: 0, each: 5);
        (await AdviseAsync(stage, "review")).Single().Advised.ShouldNotBeNull();
    });

    [Fact]
    public void Advise_ClaimWithSeveralModels_IsThatOfTheCostliest() => SpendStage.Run(async stage =>
    {
        var task = await stage.AddTaskAsync("review");
        stage.Spend(10, task, 1, facts: ("model", "small"));
        stage.Spend(30, task, 1, facts: ("model", "large"));
        stage.Spend(15, task, 1, facts: ("model", "small"));
        stage.Note("task.complete", task, 1);

        var one = (await AdviseAsync(stage, null)).Single().Candidates.Single();
        (one.Model, one.Claims, one.Cost.MicroUsd).ShouldBe(("large", 1, 55));
    });

    [Fact]
    public void Advise_WhatHasNotEndedWasCalledOffOrHelped_DoesNotCount() => SpendStage.Run(async stage =>
    {
        var task = await stage.AddTaskAsync("review");
        stage.Spend(1, task, 1);
        stage.Spend(1, task, 2);
        stage.Note("task.cancel", task, 2);
        stage.Spend(1, task, 3);
        stage.Note("task.hand-over", task, 3);
        stage.Spend(1, task);
        stage.Note("task.complete", task, 4);

        (await AdviseAsync(stage, null)).ShouldBeEmpty();
        (await AdviseAsync(stage, "unknown")).ShouldBeEmpty();
    });

    [Fact]
    public void Advise_SeveralKinds_HasEachByItself() => SpendStage.Run(async stage =>
    {
        await WorkAsync(stage, "review", "one", "small", completed: 5, failed: 0, each: 1);
        await WorkAsync(stage, "build", "one", "small", completed: 0, failed: 5, each: 10);

        var advice = await AdviseAsync(stage, null);

        advice.Select(one => (one.Kind, one.Advised?.Swarm)).ShouldBe([("build", null), ("review", "one")]);
        (await AdviseAsync(stage, "review")).Select(one => one.Kind).ShouldBe(["review"]);
    });

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 0.2065)]
    [InlineData(10, 10, 0.7225)]
    [InlineData(50, 100, 0.4038)]
    [InlineData(0, 10, 0)]
    [InlineData(990, 1000, 0.9817)]
    public void Confidence_OfSoManyOfSoMany_IsTheLowerBoundOfWilson(long completed, long claims, double bound) =>
        new Candidate { Claims = claims, Completed = completed, Cost = default }.Confidence.ShouldBe(bound, 0.0001);

    private static ValueTask<IReadOnlyList<KindAdvice>> AdviseAsync(SpendStage stage, string? kind) =>
        stage.Costs.AdviseAsync(kind, SpendStage.Day.AddDays(-1), SpendStage.Day.AddDays(1));

    private static async Task WorkAsync(
        SpendStage stage, string kind, string swarm, string model, int completed, int failed, long each)
    {
        for (var i = 0; i < completed + failed; i++)
        {
            var task = await stage.AddTaskAsync(kind);
            stage.Spend(each, task, 1, path: $"swarm/{swarm}", facts: ("model", model));
            stage.Note(i < completed ? "task.complete" : "task.fail", task, 1);
        }
    }
}
