using System.Text.Json;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Breakers;
using InfraFabric.Governor.Tests.Budgets;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Tests.Breakers;

/// <summary>What the coordinator counts of failures opens breakers, and closes those that are tried.</summary>
public sealed class FailureBreakerTests
{
    private const string Key = "failures/session-4-sip";

    private static readonly SwarmName Swarm = SwarmName.Parse("session-4-sip");

    [Fact]
    public void Failures_AsManyAsThePolicySays_OpenTheBreaker() => Run(async (stage, breakers) =>
    {
        await stage.PutAsync(Key, """{"count":3,"task":"0198","reason":"no route"}""");

        await stage.UntilAsync(() => breakers.Find(Swarm) is not null);

        var breaker = breakers.Find(Swarm)!;
        (breaker.State, breaker.Reason).ShouldBe((BreakerState.Open, BreakerReason.Failures));
        breaker.Detail.ShouldContain("no route");
        (await stage.EscalationsAsync()).Count.ShouldBe(1);
    });

    [Fact]
    public void Failures_AtSeveralServers_OpenItOnce() => Run(async (stage, breakers) =>
    {
        await using var other = await stage.StartBreakersAsync();
        await stage.PutAsync(Key, """{"count":3}""");

        await stage.UntilAsync(() => breakers.Find(Swarm) is not null && other.Find(Swarm) is not null);
        await Task.Delay(TimeSpan.FromSeconds(5), stage.World.Time);

        (await stage.EscalationsAsync()).Count.ShouldBe(1);
    });

    [Fact]
    public void Failures_FewerThanThePolicySays_ChangeNothing() => Run(async (stage, breakers) =>
    {
        await stage.PutAsync(Key, """{"count":2}""");
        await Task.Delay(TimeSpan.FromSeconds(5), stage.World.Time);

        breakers.Find(Swarm).ShouldBeNull();
    });

    [Fact]
    public void Failures_PolicyThatSaysFewer_OpensTheBreaker() => Run(async (stage, breakers) =>
    {
        await stage.PutAsync(Key, """{"count":2}""");
        await stage.PutAsync("policy/governor", """{"circuit_breaker_failure_threshold":2}""");

        await stage.UntilAsync(() => breakers.Find(Swarm) is not null);
    });

    [Fact]
    public void Success_WhileOpen_DoesNotClose() => Run(async (stage, breakers) =>
    {
        await OpenAsync(stage, breakers);

        await stage.DeleteAsync(Key);
        await Task.Delay(TimeSpan.FromSeconds(5), stage.World.Time);

        breakers.Find(Swarm)!.State.ShouldBe(BreakerState.Open);
    });

    [Fact]
    public void Success_WhileTried_Closes() => Run(async (stage, breakers) =>
    {
        await OpenAsync(stage, breakers);
        await breakers.ResetAsync(Swarm, close: false, BudgetStage.Cause);
        await Task.Delay(TimeSpan.FromSeconds(5), stage.World.Time);
        breakers.Find(Swarm)!.State.ShouldBe(BreakerState.HalfOpen);

        await stage.DeleteAsync(Key);

        await stage.UntilAsync(() => breakers.Find(Swarm) is null);
    });

    [Fact]
    public void Success_WhileTriedForAnotherReason_Closes() => Run(async (stage, breakers) =>
    {
        await breakers.OpenAsync(Swarm, BudgetStage.Cause);
        await breakers.ResetAsync(Swarm, close: false, BudgetStage.Cause);
        await Task.Delay(TimeSpan.FromSeconds(5), stage.World.Time);
        breakers.Find(Swarm)!.State.ShouldBe(BreakerState.HalfOpen);

        await stage.PutAsync(Key, """{"count":0}""");

        await stage.UntilAsync(() => breakers.Find(Swarm) is null);
        (await stage.Store.ListAsync(new ListQuery("failures/"))).Records.ShouldBeEmpty();
    });

    [Fact]
    public void Reset_AfterASuccessOfAnEarlierTrial_DoesNotClose() => Run(async (stage, breakers) =>
    {
        await stage.PutAsync(Key, """{"count":0}""");
        await breakers.OpenAsync(Swarm, BudgetStage.Cause);

        await breakers.ResetAsync(Swarm, close: false, BudgetStage.Cause);
        await Task.Delay(TimeSpan.FromSeconds(5), stage.World.Time);

        breakers.Find(Swarm)!.State.ShouldBe(BreakerState.HalfOpen);
    });

    [Fact]
    public void Failure_WhileTried_OpensAndTellsAgain() => Run(async (stage, breakers) =>
    {
        await OpenAsync(stage, breakers);
        await breakers.ResetAsync(Swarm, close: false, BudgetStage.Cause);

        await stage.PutAsync(Key, """{"count":4}""");

        await stage.UntilAsync(() => breakers.Find(Swarm)!.State == BreakerState.Open);
        (await stage.EscalationsAsync()).Count(one => one.GetProperty("state").GetString() == "open").ShouldBe(1);
        (await stage.EscalationsAsync()).Count.ShouldBe(2);
    });

    [Fact]
    public void Settle_WhileTriedForFailures_DoesNotClose() => Run(async (stage, breakers) =>
    {
        await OpenAsync(stage, breakers);
        await breakers.ResetAsync(Swarm, close: false, BudgetStage.Cause);

        await stage.Budgets.SettleAsync(await stage.ReserveAsync(1), BudgetStage.Dollars(1), BudgetStage.Cause);

        (await stage.BreakerAsync()).GetProperty("state").GetString().ShouldBe("half_open");
    });

    [Fact]
    public void Reset_ToClosed_ForgivesWhatFailed() => Run(async (stage, breakers) =>
    {
        await OpenAsync(stage, breakers);

        await breakers.ResetAsync(Swarm, close: true, BudgetStage.Cause);
        await Task.Delay(TimeSpan.FromSeconds(5), stage.World.Time);

        (await stage.BreakerAsync()).ValueKind.ShouldBe(JsonValueKind.Undefined);
    });

    private static async Task OpenAsync(BudgetStage stage, FabricBreakers breakers)
    {
        await stage.PutAsync(Key, """{"count":3}""");
        await stage.UntilAsync(() => breakers.Find(Swarm) is not null);
    }

    private static void Run(Func<BudgetStage, FabricBreakers, Task> story) => BudgetStage.Run(async stage =>
    {
        await using var breakers = await stage.StartBreakersAsync();
        await story(stage, breakers);
    });
}
