using System.Text;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Breakers;
using InfraFabric.Governor.Budgets;
using InfraFabric.State.Contract;
using InfraFabric.State.Simulated;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Simulation.Spending;

/// <content>Who opens breakers, and a human who moves them back.</content>
internal sealed partial class BudgetStorm
{
    /// <summary>Says that a few of the same calls are a loop.</summary>
    private async Task SetPolicyAsync(SimulatedStateStore calm) => await calm.CommitAsync(new Commit(
        [],
        [Write.Put(new RecordKey("policy/governor"), Encoding.UTF8.GetBytes("""{"circuit_breaker_same_calls":4}"""))],
        [Note(world.Time)]));

    private async Task<FabricBreakers> StartBreakersAsync(SimulatedStateStore store, FabricBudgets budgets)
    {
        try
        {
            return await FabricBreakers.StartAsync(store, world.Time, _ids, NullLogger.Instance);
        }
        catch (FabricException)
        {
            await budgets.DisposeAsync();
            throw;
        }
    }

    private async Task ResetBreakersAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            await PauseAsync(50 + world.Chance.Next(300));
            if (_servers[world.Chance.Next(_servers.Length)] is not { } server)
                continue;
            try
            {
                var swarm = SwarmName.Parse($"s{world.Chance.Next(Swarms)}");
                if (world.Chance.Next(10) == 0)
                    await server.Breakers.OpenAsync(swarm, Cause);
                else
                    await server.Breakers.ResetAsync(swarm, close: world.Chance.Next(3) == 0, Cause);
            }
            catch (FabricException)
            {
                // It may have happened or not. There is always another breaker to see to.
            }
        }
    }
}
