using System.Text;
using System.Text.Json;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Breakers;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Tests.Budgets;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Tests.Breakers;

/// <summary>Spending opens breakers, and is stopped by them.</summary>
public sealed class SpendingBreakerTests
{
    [Fact]
    public void Settle_AllThatTheSwarmMaySpend_OpensItsBreakerAndTellsAHuman() => BudgetStage.Run(async stage =>
    {
        var id = await stage.ReserveAsync(5);

        await stage.Budgets.SettleAsync(id, BudgetStage.Dollars(5), BudgetStage.Cause);

        var breaker = await stage.BreakerAsync();
        Texts(breaker, "state", "reason").ShouldBe(["open", "budget_exhausted"]);
        var escalation = (await stage.EscalationsAsync()).ShouldHaveSingleItem();
        Texts(escalation, "kind", "severity", "subject").ShouldBe(["breaker", "high", "breakers/session-4-sip"]);
        escalation.GetProperty("text").GetString()!.ShouldContain("does not close the breaker by itself");
        var note = (await stage.NotesAsync()).Single(note => note.Operation == "breaker.open");
        note.Severity.ShouldBe(NoteSeverity.High);
    });

    [Fact]
    public void Reserve_ByAStoppedSwarmFromAnothersBudget_IsRefused() => BudgetStage.Run(async stage =>
    {
        var helper = SwarmName.Parse("helper");
        await stage.PutAsync("breakers/helper", """
            {"state":"open","reason":"manual","detail":"a test","since":"2026-01-01T00:00:00Z","by":"if://a/b/0"}
            """);

        var own = await stage.Budgets.ReserveAsync(stage.Ask(1), BudgetStage.Cause);
        var helpers = await stage.Budgets.ReserveAsync(stage.Ask(1) with { SpentBy = helper }, BudgetStage.Cause);

        own.Verdict.ShouldBe(SpendVerdict.Done);
        (helpers.Verdict, helpers.Breaker!.Swarm).ShouldBe((SpendVerdict.BreakerOpen, helper));
    });

    [Fact]
    public void Settle_LessThanTheSwarmMaySpend_LeavesTheBreakerClosed() => BudgetStage.Run(async stage =>
    {
        var id = await stage.ReserveAsync(5);

        await stage.Budgets.SettleAsync(id, BudgetStage.Dollars(4), BudgetStage.Cause);

        (await stage.BreakerAsync()).ValueKind.ShouldBe(JsonValueKind.Undefined);
    });

    [Fact]
    public void Settle_OfTwoThatExhaust_OpensOnce() => BudgetStage.Run(async stage =>
    {
        var (first, second) = (await stage.ReserveAsync(1), await stage.ReserveAsync(1));
        await stage.Budgets.SettleAsync(first, BudgetStage.Dollars(5), BudgetStage.Cause);

        await stage.Budgets.SettleAsync(second, BudgetStage.Dollars(1), BudgetStage.Cause);

        (await stage.EscalationsAsync()).Count.ShouldBe(1);
    });

    [Fact]
    public void Reserve_BreakerOpen_IsRefusedEvenWithMoneyAgain() => BudgetStage.Run(async stage =>
    {
        await stage.ExhaustAsync();
        await stage.SetAsync(BudgetStage.Swarm, 9);

        var outcome = await stage.Budgets.ReserveAsync(stage.Ask(1), BudgetStage.Cause);

        outcome.Verdict.ShouldBe(SpendVerdict.BreakerOpen);
        outcome.Breaker!.Reason.ShouldBe(BreakerReason.BudgetExhausted);
        stage.Sums(BudgetId.Fabric).Reserved.ShouldBe(0);
    });

    [Fact]
    public void Reserve_BreakerOpenedAtAnotherServer_IsRefused() => BudgetStage.Run(async stage =>
    {
        await using var other = await stage.StartAsync();
        var id = await stage.ReserveAsync(5);

        await stage.Budgets.SettleAsync(id, BudgetStage.Dollars(5), BudgetStage.Cause);
        var outcome = await other.ReserveAsync(stage.Ask(0), BudgetStage.Cause);

        outcome.Verdict.ShouldBe(SpendVerdict.BreakerOpen);
    });

    [Fact]
    public void Reserve_TheSameCallForTheTenthTime_OpensTheBreaker() => BudgetStage.Run(async stage =>
    {
        for (var i = 0; i < 9; i++)
            (await CallAsync(stage, "search weather")).Verdict.ShouldBe(SpendVerdict.Done);

        var tenth = await CallAsync(stage, "search weather");

        tenth.Verdict.ShouldBe(SpendVerdict.BreakerOpen);
        Texts(await stage.BreakerAsync(), "reason").ShouldBe(["loop"]);
        stage.Sums(BudgetStage.Swarm).Reserved.ShouldBe(0);
    });

    [Fact]
    public void Reserve_TheSameCallTenTimesInALongTime_IsNoLoop() => BudgetStage.Run(async stage =>
    {
        for (var i = 0; i < 15; i++)
        {
            (await CallAsync(stage, "search weather")).Verdict.ShouldBe(SpendVerdict.Done);
            await Task.Delay(TimeSpan.FromMinutes(2), stage.World.Time);
        }
    });

    [Fact]
    public void Reserve_OtherCalls_AreNoLoop() => BudgetStage.Run(async stage =>
    {
        for (var i = 0; i < 15; i++)
            (await CallAsync(stage, $"search {i}")).Verdict.ShouldBe(SpendVerdict.Done);
    });

    [Fact]
    public void Reserve_CallInClear_IsKeptAsAHash() => BudgetStage.Run(async stage =>
    {
        await CallAsync(stage, "search weather");

        var held = await stage.Store.ListAsync(new ListQuery("budgets/held/"));
        Encoding.UTF8.GetString(held.Records.ShouldHaveSingleItem().Value.Span).ShouldContain("\"call\":\"sha256:");
    });

    [Fact]
    public void Reserve_MoreInAMinuteThanThePolicySays_OpensTheBreaker() => BudgetStage.Run(async stage =>
    {
        await stage.PutAsync("policy/governor", """{"circuit_breaker_cost_per_minute_micro_usd":3000000}""");
        await stage.UntilAsync(() => stage.Budgets.Policy.CostPerMinute is not null);
        await stage.ReserveAsync(3);

        var refused = await stage.Budgets.ReserveAsync(stage.Ask(1), BudgetStage.Cause);

        refused.Verdict.ShouldBe(SpendVerdict.BreakerOpen);
        Texts(await stage.BreakerAsync(), "reason").ShouldBe(["velocity"]);
    });

    [Fact]
    public void Reserve_SlowlyEnough_KeepsTheBreakerClosed() => BudgetStage.Run(async stage =>
    {
        await stage.PutAsync("policy/governor", """{"circuit_breaker_cost_per_minute_micro_usd":3000000}""");
        await stage.UntilAsync(() => stage.Budgets.Policy.CostPerMinute is not null);
        await stage.ReserveAsync(3);
        await Task.Delay(TimeSpan.FromSeconds(61), stage.World.Time);

        await stage.ReserveAsync(2);
    });

    [Fact]
    public void Reserve_HalfOpen_GoesOneByOneAndClosesWhenPaidFor() => BudgetStage.Run(async stage =>
    {
        await stage.PutBreakerAsync("half_open", "loop");
        var first = await stage.ReserveAsync(1);

        var meanwhile = await stage.Budgets.ReserveAsync(stage.Ask(1), BudgetStage.Cause);
        await stage.Budgets.SettleAsync(first, BudgetStage.Dollars(1), BudgetStage.Cause);

        meanwhile.Verdict.ShouldBe(SpendVerdict.BreakerOpen);
        (await stage.BreakerAsync()).ValueKind.ShouldBe(JsonValueKind.Undefined);
        await stage.ReserveAsync(1);
    });

    [Fact]
    public void Reserve_HalfOpenAndTheTrialGaveItsMoneyBack_TriesAnother() => BudgetStage.Run(async stage =>
    {
        await stage.PutBreakerAsync("half_open", "loop");
        var first = await stage.ReserveAsync(1);
        await stage.Budgets.ReleaseAsync(first, BudgetStage.Cause);

        await stage.ReserveAsync(1);

        Texts(await stage.BreakerAsync(), "state").ShouldBe(["half_open"]);
    });

    [Fact]
    public void Reserve_HalfOpenAndTheTrialVanishedWithItsSpender_TriesAnother() => BudgetStage.Run(async stage =>
    {
        await stage.PutBreakerAsync("half_open", "loop");
        var mortal = stage.Ask(1) with { Lease = await stage.GrantAsync(TimeSpan.FromSeconds(2)) };
        (await stage.Budgets.ReserveAsync(mortal, BudgetStage.Cause)).Verdict.ShouldBe(SpendVerdict.Done);
        await stage.UntilAsync(() => stage.Sums(BudgetStage.Swarm).Reserved == 0);

        await stage.ReserveAsync(1);
    });

    [Fact]
    public void Settle_HalfOpenAndNothingLeft_OpensAgainAndTellsAgain() => BudgetStage.Run(async stage =>
    {
        await stage.PutBreakerAsync("half_open", "loop");
        var id = await stage.ReserveAsync(5);

        await stage.Budgets.SettleAsync(id, BudgetStage.Dollars(5), BudgetStage.Cause);

        Texts(await stage.BreakerAsync(), "state", "reason").ShouldBe(["open", "budget_exhausted"]);
        (await stage.EscalationsAsync()).Count.ShouldBe(1);
    });

    [Fact]
    public void Reserve_BreakerThatCannotBeRead_IsRefused() => BudgetStage.Run(async stage =>
    {
        await stage.PutAsync("breakers/session-4-sip", "{");
        await Task.Delay(TimeSpan.FromSeconds(1), stage.World.Time);

        (await stage.Budgets.ReserveAsync(stage.Ask(1), BudgetStage.Cause)).Verdict.ShouldBe(SpendVerdict.BreakerOpen);
    });

    private static async Task<SpendOutcome> CallAsync(BudgetStage stage, string call)
    {
        var ask = stage.Ask(0) with { Call = call };
        var outcome = await stage.Budgets.ReserveAsync(ask, BudgetStage.Cause);
        if (outcome.Verdict == SpendVerdict.Done)
            await stage.Budgets.SettleAsync(ask.Id, Money.Zero, BudgetStage.Cause);
        return outcome;
    }

    private static string[] Texts(JsonElement record, params string[] names) =>
        [.. names.Select(name => record.GetProperty(name).GetString()!)];
}
