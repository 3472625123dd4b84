using InfraFabric.Core.Units;
using InfraFabric.Governor.Budgets;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Tests.Budgets;

public sealed class SpendingTests
{
    [Fact]
    public void Reserve_WhatIsLeft_IsKeptInAllBudgetsOfThePath() => BudgetStage.Run(async stage =>
    {
        await stage.ReserveAsync(2);

        stage.Sums(BudgetId.Fabric).ShouldBe((0, 2, 0, 8));
        stage.Sums(BudgetStage.Swarm).ShouldBe((0, 2, 0, 3));
    });

    [Fact]
    public void Reserve_MoreThanOneBudgetHasLeft_IsRefusedInAll() => BudgetStage.Run(async stage =>
    {
        await stage.ReserveAsync(3);

        var outcome = await stage.Budgets.ReserveAsync(stage.Ask(3), BudgetStage.Cause);

        outcome.Verdict.ShouldBe(SpendVerdict.OverBudget);
        outcome.Lacking.ShouldBe((BudgetStage.Swarm, BudgetStage.Dollars(2)));
        stage.Sums(BudgetId.Fabric).ShouldBe((0, 3, 0, 7));
    });

    [Fact]
    public void Reserve_NothingSet_IsRefused() => BudgetStage.Run(async stage =>
    {
        var ask = stage.Ask(1) with { Path = [BudgetId.Parse("tenant/acme")] };

        (await stage.Budgets.ReserveAsync(ask, BudgetStage.Cause)).Verdict.ShouldBe(SpendVerdict.NoBudget);
    });

    [Fact]
    public void Reserve_TheSameAgain_IsKeptOnce() => BudgetStage.Run(async stage =>
    {
        var ask = stage.Ask(2);
        var first = await stage.Budgets.ReserveAsync(ask, BudgetStage.Cause);

        var second = await stage.Budgets.ReserveAsync(ask, BudgetStage.Cause);
        var other = await stage.Budgets.ReserveAsync(ask with { Amount = BudgetStage.Dollars(1) }, BudgetStage.Cause);

        second.ShouldBe(first);
        other.Verdict.ShouldBe(SpendVerdict.Mismatch);
        stage.Sums(BudgetStage.Swarm).ShouldBe((0, 2, 0, 3));
    });

    [Fact]
    public void Reserve_ClaimThatIsAnothers_IsStale() => BudgetStage.Run(async stage =>
    {
        var ask = stage.Ask(1) with { Guards = [Guard.Unchanged(new RecordKey("tasks/one"), 7)] };

        (await stage.Budgets.ReserveAsync(ask, BudgetStage.Cause)).Verdict.ShouldBe(SpendVerdict.Stale);
        stage.Sums(BudgetStage.Swarm).ShouldBe((0, 0, 0, 5));
    });

    [Fact]
    public void Reserve_OnALeaseThatHasEnded_IsRefusedAloneAmongMany() => BudgetStage.Run(async stage =>
    {
        var gone = await stage.GrantAsync(TimeSpan.FromSeconds(1));
        await Task.Delay(TimeSpan.FromSeconds(5), stage.World.Time);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i => (await stage.Budgets.ReserveAsync(
            stage.Ask(1) with { Lease = i == 2 ? gone : stage.Lease }, BudgetStage.Cause)).Verdict));

        outcomes.ShouldBe([SpendVerdict.Done, SpendVerdict.Done, SpendVerdict.LeaseGone, SpendVerdict.Done]);
        stage.Sums(BudgetStage.Swarm).ShouldBe((0, 3, 0, 2));
    });

    [Theory]
    [InlineData(0, 0, 0, 5)]
    [InlineData(1, 1, 0, 4)]
    [InlineData(2, 2, 0, 3)]
    [InlineData(4, 4, 0, 1)]
    [InlineData(7, 5, 2, 0)]
    public void Settle_CountsWhatWasSpent_AndGivesTheRestBack(long spent, long settled, long overdrawn, long left) =>
        BudgetStage.Run(async stage =>
        {
            var id = await stage.ReserveAsync(2);

            var outcome = await stage.Budgets.SettleAsync(id, BudgetStage.Dollars(spent), BudgetStage.Cause);

            outcome.Verdict.ShouldBe(SpendVerdict.Done);
            outcome.Overdrawn.ShouldBe(BudgetStage.Dollars(overdrawn));
            stage.Sums(BudgetStage.Swarm).ShouldBe((settled, 0, overdrawn, left));
            stage.Sums(BudgetId.Fabric).ShouldBe((spent, 0, 0, 10 - spent));
        });

    [Fact]
    public void Settle_TheSameAgain_CountsOnce() => BudgetStage.Run(async stage =>
    {
        var id = await stage.ReserveAsync(2);
        await stage.Budgets.SettleAsync(id, BudgetStage.Dollars(1), BudgetStage.Cause);

        var again = await stage.Budgets.SettleAsync(id, BudgetStage.Dollars(1), BudgetStage.Cause);
        var other = await stage.Budgets.SettleAsync(id, BudgetStage.Dollars(2), BudgetStage.Cause);

        again.Verdict.ShouldBe(SpendVerdict.Done);
        other.Verdict.ShouldBe(SpendVerdict.Mismatch);
        stage.Sums(BudgetStage.Swarm).ShouldBe((1, 0, 0, 4));
    });

    [Fact]
    public void Settle_WhatAnotherServerHasReserved_IsFound() => BudgetStage.Run(async stage =>
    {
        await using var other = await stage.StartAsync();
        var id = await stage.ReserveAsync(2);

        (await other.SettleAsync(id, BudgetStage.Dollars(1), BudgetStage.Cause)).Verdict.ShouldBe(SpendVerdict.Done);
    });

    [Fact]
    public void Reservation_OfASpenderThatDied_ComesBack() => BudgetStage.Run(async stage =>
    {
        var dying = await stage.GrantAsync(TimeSpan.FromSeconds(2));
        await stage.Budgets.ReserveAsync(stage.Ask(4) with { Lease = dying }, BudgetStage.Cause);

        await stage.UntilAsync(() => stage.Sums(BudgetStage.Swarm) == (0, 0, 0, 5));

        stage.Sums(BudgetId.Fabric).ShouldBe((0, 0, 0, 10));
    });

    [Fact]
    public void Reservation_WhoseTimeHasRunOut_ComesBack_AndALateSpendingStillCounts() =>
        BudgetStage.Run(async stage =>
        {
            var ask = stage.Ask(4) with { Hold = TimeSpan.FromSeconds(3) };
            await stage.Budgets.ReserveAsync(ask, BudgetStage.Cause);
            await stage.UntilAsync(() => stage.Sums(BudgetStage.Swarm) == (0, 0, 0, 5));

            await stage.ReserveAsync(3);
            var late = await stage.Budgets.SettleAsync(ask.Id, BudgetStage.Dollars(4), BudgetStage.Cause);

            late.Overdrawn.ShouldBe(BudgetStage.Dollars(2));
            stage.Sums(BudgetStage.Swarm).ShouldBe((2, 3, 2, 0));
            stage.Budgets.Find(BudgetStage.Swarm)!.Ever.ShouldBe(BudgetStage.Dollars(4));
        });

    [Fact]
    public void Set_Raised_LetsSpendingGoOn() => BudgetStage.Run(async stage =>
    {
        await stage.ReserveAsync(5);
        await stage.SetAsync(BudgetStage.Swarm, 7);

        await stage.ReserveAsync(2);

        stage.Sums(BudgetStage.Swarm).ShouldBe((0, 7, 0, 0));
    });

    [Fact]
    public void Set_BelowWhatIsSpent_RefusesEverythingElse() => BudgetStage.Run(async stage =>
    {
        await stage.Budgets.SettleAsync(
            await stage.ReserveAsync(4), BudgetStage.Dollars(4), BudgetStage.Cause);
        await stage.SetAsync(BudgetStage.Swarm, 3);

        var outcome = await stage.Budgets.ReserveAsync(stage.Ask(0), BudgetStage.Cause);

        outcome.Lacking.ShouldBe((BudgetStage.Swarm, Money.Zero));
        stage.Sums(BudgetStage.Swarm).ShouldBe((4, 0, 0, 0));
    });

    [Fact]
    public void Window_OfADay_BeginsAnewAtMidnight() => BudgetStage.Run(async stage =>
    {
        await stage.SetAsync(BudgetStage.Swarm, 5, BudgetWindow.Day);
        await stage.Budgets.SettleAsync(
            await stage.ReserveAsync(4), BudgetStage.Dollars(4), BudgetStage.Cause);
        (await stage.Budgets.ReserveAsync(stage.Ask(2), BudgetStage.Cause)).Verdict
            .ShouldBe(SpendVerdict.OverBudget);
        var midnight = stage.World.Time.GetUtcNow().Date.AddDays(1);
        await Task.Delay(midnight - stage.World.Time.GetUtcNow().DateTime, stage.World.Time);

        // The lease of an hour has ended meanwhile.
        var lease = await stage.GrantAsync(TimeSpan.FromHours(1));
        var outcome = await stage.Budgets.ReserveAsync(stage.Ask(5) with { Lease = lease }, BudgetStage.Cause);

        outcome.Verdict.ShouldBe(SpendVerdict.Done);
        stage.Budgets.Find(BudgetStage.Swarm)!.Ever.ShouldBe(BudgetStage.Dollars(4));
    });
}
