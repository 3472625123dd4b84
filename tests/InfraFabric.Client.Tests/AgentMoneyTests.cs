using System.Text.Json;
using InfraFabric.Api.Tasks;
using InfraFabric.Client.Tests.Servers;
using InfraFabric.Core.Units;

namespace InfraFabric.Client.Tests;

/// <summary>An agent that keeps money before it spends it.</summary>
public sealed class AgentMoneyTests
{
    [Fact]
    public async Task Reserve_ThenSettle_CountsWhatWasSpent()
    {
        await using var fabric = await TestFabric.StartAsync();
        await using var agent = await FabricAgent.StartAsync(fabric.OptionsFor("worker"));
        await using var offers = agent.TasksAsync().GetAsyncEnumerator();
        var id = await fabric.AddAsync(new TaskAddBody { Type = "work", Budget = Money.Parse("1") });
        await using var claim = await offers.NextClaimAsync();

        await using var money = await claim.ReserveAsync(Money.Parse("0.5"), "research");
        await money.SettleAsync(Money.Parse("0.3"));
        await using (await claim.ReserveAsync(Money.Parse("0.7")))
        {
            // Nothing is spent: it is given back.
        }

        (await fabric.ShowAsync(id)).Spent.ShouldBe(Money.Parse("0.3"));
        await (await claim.ReserveAsync(Money.Parse("0.7"))).ReleaseAsync();
    }

    [Fact]
    public async Task Reserve_BeyondTheBudget_WaitsUntilThereIsMore()
    {
        await using var fabric = await TestFabric.StartAsync();
        await using var agent = await FabricAgent.StartAsync(fabric.OptionsFor("worker"));
        await using var offers = agent.TasksAsync().GetAsyncEnumerator();
        var id = await fabric.AddAsync(new TaskAddBody { Type = "work", Budget = Money.Parse("1") });
        await using var claim = await offers.NextClaimAsync();

        var reserving = claim.ReserveAsync(Money.Parse("2"), checkpoint: JsonElement.Parse("7"));
        var paused = await fabric.UntilAsync(id, "blocked");
        await fabric.SetBudgetAsync($"task/{id}", Money.Parse("3"));
        await using var money = await reserving.WaitAsync(TimeSpan.FromSeconds(30));

        paused.Checkpoint!.Value.GetInt32().ShouldBe(7);
        money.Amount.ShouldBe(Money.Parse("2"));
    }
}
