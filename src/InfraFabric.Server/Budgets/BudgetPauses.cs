using InfraFabric.Coordinator;
using InfraFabric.Coordinator.Blockers;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Budgets;
using InfraFabric.State.Contract;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Budgets;

/// <summary>
/// Has work go on that was paused for want of money, as soon as its budget has enough: because it was raised, begins
/// anew, or something was given back. Every server looks; going on twice is going on once.
/// </summary>
internal sealed partial class BudgetPauses(
    FabricBudgets budgets, FabricCoordinator coordinator, TimeProvider time, IdSource ids, ILogger logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly Cause _self = new("if://agent/infrafabric.governor/0", TraceToken.New(ids), ForAll: true);
    private Task _looking = Task.CompletedTask;

    public void Start() => _looking = LookAsync(_stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        _stop.Dispose();
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(LookEvery, time, stopping).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            try
            {
                // What each lets go on is counted, so that a little money does not wake everybody.
                var promised = new Dictionary<BudgetId, Money>();
                foreach (var blocker in coordinator.BlockersOf(BlockerKind.Budget))
                    await GoOnAsync(blocker, promised, stopping);
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                LogNotResumed(logger, failed.Message);
            }
        }
    }

    private async Task GoOnAsync(
        BlockerRecord blocker, Dictionary<BudgetId, Money> promised, CancellationToken stopping)
    {
        if (!BudgetId.TryParse(blocker.Budget, out var id) || budgets.Find(id) is not { } budget)
            return;
        var wanted = promised.GetValueOrDefault(id) + (blocker.Amount ?? Money.Zero);
        if (budget.Left < wanted)
            return;
        promised[id] = wanted;
        await coordinator.ResolveAsync(
            TaskId.Parse(blocker.Task), $"The budget {id} has enough again: {budget.Left} is left.", _self, stopping);
    }
}
