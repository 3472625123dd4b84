using InfraFabric.Core.Ids;
using InfraFabric.Governor.Breakers;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Tests.Budgets;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Tests.Breakers;

/// <summary>What humans do to breakers.</summary>
public sealed class ResetTests
{
    private static readonly SwarmName Swarm = SwarmName.Parse("session-4-sip");

    private static readonly Cause Other = BudgetStage.Cause with { Actor = "if://agent/operator/2", Why = "seen to" };

    [Fact]
    public void Open_ByHand_StopsSpending() => Run(async (stage, breakers) =>
    {
        (await breakers.OpenAsync(Swarm, BudgetStage.Cause)).Verdict.ShouldBe(ResetVerdict.Done);

        (await stage.Budgets.ReserveAsync(stage.Ask(1), BudgetStage.Cause)).Verdict.ShouldBe(SpendVerdict.BreakerOpen);
        (await breakers.OpenAsync(Swarm, BudgetStage.Cause)).Verdict.ShouldBe(ResetVerdict.Already);
        (await stage.EscalationsAsync()).Count.ShouldBe(1);
    });

    [Fact]
    public void Reset_OpenOne_TriesItAndAnswersWhatWasTold() => Run(async (stage, breakers) =>
    {
        await breakers.OpenAsync(Swarm, BudgetStage.Cause);

        var outcome = await breakers.ResetAsync(Swarm, close: false, Other);

        (outcome.Verdict, outcome.Breaker!.State, outcome.Breaker.ApprovedBy)
            .ShouldBe((ResetVerdict.Done, BreakerState.HalfOpen, Other.Actor));
        var told = (await stage.EscalationsAsync()).ShouldHaveSingleItem();
        told.GetProperty("state").GetString().ShouldBe("closed");
        told.GetProperty("answer").GetString().ShouldBe("seen to");
        await stage.ReserveAsync(1);
    });

    [Fact]
    public void Reset_ClosedOne_SaysSo() => Run(async (_, breakers) =>
        (await breakers.ResetAsync(Swarm, close: false, Other)).Verdict.ShouldBe(ResetVerdict.NotFound));

    [Fact]
    public void Ask_WithoutAnApproval_LeavesItOpen() => Run(async (stage, breakers) =>
    {
        await breakers.OpenAsync(Swarm, BudgetStage.Cause);

        var asked = await breakers.AskAsync(Swarm, close: false, Other);

        asked.Verdict.ShouldBe(ResetVerdict.Asked);
        asked.Breaker!.State.ShouldBe(BreakerState.Open);
        asked.Breaker.Asked!.By.ShouldBe(Other.Actor);
        (await stage.EscalationsAsync())[^1].GetProperty("kind").GetString().ShouldBe("approval");
    });

    [Fact]
    public void Approve_ByWhoAsked_IsRefused() => Run(async (_, breakers) =>
    {
        await breakers.OpenAsync(Swarm, BudgetStage.Cause);
        var asked = await breakers.AskAsync(Swarm, close: false, Other);

        var outcome = await breakers.ApproveAsync(asked.Breaker!.Asked!.Id, Other);

        outcome.Verdict.ShouldBe(ResetVerdict.SameIdentity);
        breakers.Find(Swarm)!.State.ShouldBe(BreakerState.Open);
    });

    [Fact]
    public void Approve_ByAnother_DoesWhatWasAskedFor() => Run(async (stage, breakers) =>
    {
        await breakers.OpenAsync(Swarm, BudgetStage.Cause);
        var asked = await breakers.AskAsync(Swarm, close: true, Other);

        var outcome = await breakers.ApproveAsync(asked.Breaker!.Asked!.Id, BudgetStage.Cause);

        outcome.ShouldBe(new ResetOutcome(ResetVerdict.Done, Swarm, null));
        breakers.Find(Swarm).ShouldBeNull();
        await stage.ReserveAsync(1);
    });

    [Fact]
    public void Approve_WishOfYesterday_IsNotFound() => Run(async (stage, breakers) =>
    {
        await breakers.OpenAsync(Swarm, BudgetStage.Cause);
        var asked = await breakers.AskAsync(Swarm, close: false, Other);
        await Task.Delay(BreakerLimits.AskedFor + TimeSpan.FromSeconds(1), stage.World.Time);

        var outcome = await breakers.ApproveAsync(asked.Breaker!.Asked!.Id, BudgetStage.Cause);

        outcome.Verdict.ShouldBe(ResetVerdict.NotFound);
    });

    [Fact]
    public void Approve_WishThatWasReplaced_IsNotFound() => Run(async (_, breakers) =>
    {
        await breakers.OpenAsync(Swarm, BudgetStage.Cause);
        var first = await breakers.AskAsync(Swarm, close: false, Other);
        await breakers.AskAsync(Swarm, close: true, Other);

        var outcome = await breakers.ApproveAsync(first.Breaker!.Asked!.Id, BudgetStage.Cause);

        outcome.Verdict.ShouldBe(ResetVerdict.NotFound);
    });

    [Fact]
    public void Reset_OneThatCannotBeRead_Closes() => Run(async (stage, breakers) =>
    {
        await stage.PutAsync("breakers/session-4-sip", "{");

        await breakers.ResetAsync(Swarm, close: true, Other);

        await stage.ReserveAsync(1);
    });

    private static void Run(Func<BudgetStage, FabricBreakers, Task> story) => BudgetStage.Run(async stage =>
    {
        await using var breakers = await stage.StartBreakersAsync();
        await story(stage, breakers);
    });
}
