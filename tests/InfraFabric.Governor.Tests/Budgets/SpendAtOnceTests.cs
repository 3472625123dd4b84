using InfraFabric.Core.Units;
using InfraFabric.Governor.Breakers;
using InfraFabric.Governor.Budgets;

namespace InfraFabric.Governor.Tests.Budgets;

/// <summary>What is spent in one step, and the budgets that begin with their first spending.</summary>
public sealed class SpendAtOnceTests
{
    private const string TaskName = "0198c5a2-1f00-7abc-8def-0123456789ab";

    private static readonly BudgetId OfTask = BudgetId.Parse($"task/{TaskName}");

    [Fact]
    public void Spend_WhatIsLeft_IsSettledInTheWholePath() => BudgetStage.Run(async stage =>
    {
        var outcome = await stage.Budgets.ReserveAsync(Spend(stage, 2, limit: 3), BudgetStage.Cause);

        outcome.Verdict.ShouldBe(SpendVerdict.Done);
        stage.Sums(BudgetId.Fabric).ShouldBe((2, 0, 0, 8));
        stage.Sums(BudgetStage.Swarm).ShouldBe((2, 0, 0, 3));
        stage.Sums(OfTask).ShouldBe((2, 0, 0, 1));
    });

    [Fact]
    public void Spend_BeyondTheTask_IsRefusedEverywhere() => BudgetStage.Run(async stage =>
    {
        await stage.Budgets.ReserveAsync(Spend(stage, 2, limit: 3), BudgetStage.Cause);

        var outcome = await stage.Budgets.ReserveAsync(Spend(stage, 2, limit: 3), BudgetStage.Cause);

        (outcome.Verdict, outcome.Lacking).ShouldBe((SpendVerdict.OverBudget, (OfTask, BudgetStage.Dollars(1))));
        stage.Sums(BudgetId.Fabric).ShouldBe((2, 0, 0, 8));
    });

    [Fact]
    public void Spend_TheSameAgain_CountsOnce() => BudgetStage.Run(async stage =>
    {
        var ask = Spend(stage, 2, limit: 3);
        await stage.Budgets.ReserveAsync(ask, BudgetStage.Cause);

        var again = await stage.Budgets.ReserveAsync(ask, BudgetStage.Cause);

        again.Verdict.ShouldBe(SpendVerdict.Done);
        stage.Sums(OfTask).ShouldBe((2, 0, 0, 1));
        stage.Budgets.Find(ask.Id).ShouldBe((BudgetStage.Dollars(2), BudgetStage.Dollars(2)));
    });

    [Fact]
    public void Spend_WhereNothingIsBounded_IsCounted() => BudgetStage.Run(async stage =>
    {
        var ask = Spend(stage, 2, limit: null) with { Path = [BudgetId.Parse("tenant/acme"), OfTask] };

        (await stage.Budgets.ReserveAsync(ask, BudgetStage.Cause)).Verdict.ShouldBe(SpendVerdict.Done);
        stage.Budgets.Find(OfTask)!.Ever.ShouldBe(BudgetStage.Dollars(2));
    });

    [Fact]
    public void Reserve_WhereNothingIsBounded_IsRefused() => BudgetStage.Run(async stage =>
    {
        var ask = Spend(stage, 2, limit: null) with { Path = [OfTask], IsSpent = false };

        (await stage.Budgets.ReserveAsync(ask, BudgetStage.Cause)).Verdict.ShouldBe(SpendVerdict.NoBudget);
    });

    [Fact]
    public void Spend_AllThatTheSwarmMay_OpensItsBreaker() => BudgetStage.Run(async stage =>
    {
        await stage.Budgets.ReserveAsync(Spend(stage, 5, limit: null), BudgetStage.Cause);

        var next = await stage.Budgets.ReserveAsync(Spend(stage, 1, limit: null), BudgetStage.Cause);

        next.Verdict.ShouldBe(SpendVerdict.BreakerOpen);
        next.Breaker!.Reason.ShouldBe(BreakerReason.BudgetExhausted);
    });

    [Fact]
    public void Budget_OfATaskThatIsForgotten_IsForgotten() => BudgetStage.Run(async stage =>
    {
        await stage.PutAsync($"specs/{TaskName}", "{}");
        await stage.Budgets.ReserveAsync(Spend(stage, 2, limit: 3), BudgetStage.Cause);
        await Task.Delay(TimeSpan.FromHours(1), stage.World.Time);
        var whileItIsKnown = stage.Budgets.Find(OfTask);

        await stage.DeleteAsync($"specs/{TaskName}");
        await Task.Delay(TimeSpan.FromHours(1), stage.World.Time);

        whileItIsKnown.ShouldNotBeNull();
        stage.Budgets.Find(OfTask).ShouldBeNull();
        stage.Budgets.Find(BudgetId.Fabric)!.Ever.ShouldBe(BudgetStage.Dollars(2));
    });

    [Fact]
    public void Reserve_InABudgetThatIsOver_IsRefused() => BudgetStage.Run(async stage =>
    {
        var terms = new BudgetTerms(BudgetStage.Dollars(3)) { Until = stage.World.Time.GetUtcNow().AddMinutes(1) };
        var ask = Spend(stage, 1, limit: 3) with
        {
            First = new Dictionary<BudgetId, BudgetTerms> { [OfTask] = terms },
        };
        await stage.Budgets.ReserveAsync(ask, BudgetStage.Cause);
        await Task.Delay(TimeSpan.FromMinutes(1), stage.World.Time);

        var late = await stage.Budgets.ReserveAsync(Spend(stage, 1, limit: 3), BudgetStage.Cause);

        (late.Verdict, late.Lacking).ShouldBe((SpendVerdict.OverBudget, (OfTask, Money.Zero)));
    });

    [Fact]
    public void Estimate_IsLearnedFromWhatWasSpent_AndKnownToOtherServers() => BudgetStage.Run(async stage =>
    {
        for (var i = 0; i < GovernorLimits.MinHistory; i++)
        {
            await stage.Budgets.ReserveAsync(
                Spend(stage, 0, limit: null) with { Amount = Money.FromMicroUsd(1000 + i), Kind = "research" },
                BudgetStage.Cause);
        }

        var here = stage.Budgets.Estimate("research");
        await Task.Delay(GovernorLimits.LearnEvery * 2, stage.World.Time);
        await using var other = await stage.StartAsync();

        here!.Value.Most.ShouldBe(Money.FromMicroUsd(1000 + GovernorLimits.MinHistory - 1));
        here.Value.Amount.MicroUsd.ShouldBeInRange(1018, 1019);
        other.Estimate("research").ShouldBe(here);
        other.Estimate("review").ShouldBeNull();
    });

    private static ReserveAsk Spend(BudgetStage stage, long dollars, long? limit) => stage.Ask(dollars) with
    {
        Path = [BudgetId.Fabric, BudgetStage.Swarm, OfTask],
        IsSpent = true,
        First = new Dictionary<BudgetId, BudgetTerms>
        {
            [OfTask] = new(limit is { } most ? BudgetStage.Dollars(most) : BudgetTerms.Unlimited),
        },
    };
}
