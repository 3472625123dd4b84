using InfraFabric.Api.Breakers;
using InfraFabric.Api.Budgets;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Swarms;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;

namespace InfraFabric.Integration.Escalation;

/// <summary>An agent that spends and spends: it is stopped, a person is told, and lets it go on.</summary>
public sealed class CostSpiralTests
{
    private const int Cent = 10_000;

    [Fact]
    public async Task Spending_UntilNothingIsLeft_EndsThereAndAPersonIsTold()
    {
        await using var fabric = new ToldFabric().WithHook();
        await using var hook = await HookReceiver.StartAsync(fabric.HookPort);
        await fabric.StartAsync();
        var session = await fabric.RegisterAsync("spiral", 100 * Cent);

        var spent = await SpendUntilStoppedAsync(fabric, session, 10 * Cent);
        var told = (await hook.ReadAsync(ToldFabric.Secret)).Body;

        spent.ShouldBe(10);
        told.GetProperty("escalations")[0].GetProperty("text").GetString()!.ShouldContain("$1.00 of $1.00");
        // More money alone lets nothing through.
        await fabric.CallAsync<BudgetBody>(
            BudgetCalls.Set, new BudgetSetBody("swarm/spiral", Money.FromMicroUsd(200 * Cent)));
        (await SpendUntilStoppedAsync(fabric, session, 10 * Cent)).ShouldBe(0);

        await fabric.CallAsync<BreakerMovedBody>(BreakerCalls.Reset, new BreakerResetBody(Confirmed: true), "spiral");
        (await SpendUntilStoppedAsync(fabric, session, 10 * Cent)).ShouldBe(10);
    }

    [Fact]
    public async Task Spending_ManyAtOnceAcrossAKilledServer_NeverPassesTheBudget()
    {
        await using var fabric = new ToldFabric().WithHook();
        await using var hook = await HookReceiver.StartAsync(fabric.HookPort);
        await fabric.StartAsync();
        var session = await fabric.RegisterAsync("many", 100 * Cent);

        var first = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SpendAsync(fabric, session, Cent)));
        await fabric.KillAsync();
        await fabric.StartAsync();
        var rest = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => SpendUntilStoppedAsync(fabric, session, Cent)));

        (first.Sum() + rest.Sum()).ShouldBe(100);
        (await hook.ReadAsync(ToldFabric.Secret)).Body.GetProperty("count").GetInt32().ShouldBe(1);
        (await fabric.CallAsync<BreakerPageBody>(BreakerCalls.List, body: null)).Breakers
            .ShouldHaveSingleItem().Reason.ShouldBe("budget_exhausted");
    }

    [Fact]
    public async Task Work_OfASwarmThatHasSpentAll_GoesToAnother()
    {
        await using var fabric = new ToldFabric().WithHook();
        await using var hook = await HookReceiver.StartAsync(fabric.HookPort);
        await fabric.StartAsync();
        var stopped = await fabric.RegisterAsync("poor", 10 * Cent);
        var other = await fabric.RegisterAsync("rich", 100 * Cent);
        await SpendUntilStoppedAsync(fabric, stopped, 10 * Cent);
        var task = await fabric.AddTaskAsync();

        var refused = await Should.ThrowAsync<FabricException>(() => fabric.ClaimAsync(stopped, task));
        var claim = await fabric.ClaimAsync(other, task);

        refused.Error.ShouldBe(ErrorTable.BreakerOpen);
        claim.Task.ShouldBe(task);
    }

    [Fact]
    public async Task Work_ThatFailsAgainAndAgain_StopsTheSwarmUntilAPersonHasItTriedAndItDoesWell()
    {
        await using var fabric = new ToldFabric().WithHook();
        await using var hook = await HookReceiver.StartAsync(fabric.HookPort);
        await fabric.StartAsync();
        var session = await fabric.RegisterAsync("clumsy", 100 * Cent);
        for (var i = 0; i < 3; i++)
            await fabric.FailAsync(await fabric.ClaimAsync(session, await fabric.AddTaskAsync()), "dropped it");

        var told = (await hook.ReadAsync(ToldFabric.Secret)).Body;
        var refused = await Should.ThrowAsync<FabricException>(async () =>
            await fabric.ClaimAsync(session, await fabric.AddTaskAsync()));
        await fabric.CallAsync<BreakerMovedBody>(BreakerCalls.Reset, new BreakerResetBody(Confirmed: true), "clumsy");
        var claim = await fabric.ClaimWhenItMayAsync(session, await fabric.AddTaskAsync());
        await fabric.CompleteAsync(claim);

        told.GetProperty("escalations")[0].GetProperty("text").GetString()!.ShouldContain("dropped it");
        refused.Error.ShouldBe(ErrorTable.BreakerOpen);
        await fabric.UntilClosedAsync("clumsy");
    }

    private static async Task<int> SpendAsync(ToldFabric fabric, SessionBody session, long microUsd)
    {
        await fabric.SpendAsync(session, microUsd);
        return 1;
    }

    /// <summary>How often a swarm could spend a sum until its breaker stopped it.</summary>
    private static async Task<int> SpendUntilStoppedAsync(ToldFabric fabric, SessionBody session, long microUsd)
    {
        for (var times = 0; ; times++)
        {
            try
            {
                await fabric.SpendAsync(session, microUsd);
            }
            catch (FabricException stopped) when (stopped.Error == ErrorTable.BreakerOpen)
            {
                return times;
            }
            catch (FabricException full) when (full.Error == ErrorTable.BudgetExceeded)
            {
                // All is reserved by others, who have not settled it yet.
                times--;
            }
        }
    }
}
