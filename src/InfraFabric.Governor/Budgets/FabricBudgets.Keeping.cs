using InfraFabric.Governor.History;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Budgets;

/// <content>What is kept besides: what kinds of work cost, and that nothing is kept of what is over.</content>
public sealed partial class FabricBudgets
{
    /// <summary>What a spending of a kind will cost, by those before; null while too few of them are known.</summary>
    public CostEstimate? Estimate(string kind) => _costs.Estimate(kind);

    private async Task LearnLoopAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await PauseAsync(GovernorLimits.LearnEvery, stopping);
            try
            {
                while (_costs.ToCommit(_self, _time.GetUtcNow()) is var (commit, seen))
                {
                    var outcome = await _store.CommitAsync(commit, stopping);
                    // Another server has learned something: what it wrote comes with the watch.
                    if (!outcome.Succeeded)
                        break;
                    _costs.Written(seen, outcome.Revision);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                LogNotKept(_logger, failed.Message);
            }
        }
    }

    /// <summary>Forgets the budgets of tasks that are forgotten, and those that are over.</summary>
    private async Task SweepLoopAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await PauseAsync(GovernorLimits.SweepEvery, stopping);
            try
            {
                foreach (var budget in _book.List(_time.GetUtcNow()))
                {
                    if (await IsOverAsync(budget, stopping))
                        await ForgetAsync(budget, stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                LogNotKept(_logger, failed.Message);
            }
        }
    }

    private async Task<bool> IsOverAsync(BudgetState budget, CancellationToken stopping)
    {
        if (budget.Reserved > Core.Units.Money.Zero)
            return false;
        if (budget.Terms.Until is { } until)
            return until + GovernorLimits.MaxHold < _time.GetUtcNow();
        if (budget.Id.Scope != BudgetScope.Task)
            return false;
        var spec = new RecordKey($"specs/{budget.Id.Text["task/".Length..]}");
        return await _store.GetAsync(spec, null, stopping) is null;
    }

    // A reservation changes the budgets it is made in, so the guard also says that none has come meanwhile.
    private async Task ForgetAsync(BudgetState budget, CancellationToken stopping)
    {
        var note = new WitnessNote
        {
            Trace = _self.Trace,
            Actor = _self.Actor,
            Component = "governor",
            Operation = "budget.forget",
            Subject = budget.Id.Key.Text,
            Time = _time.GetUtcNow(),
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["ever"] = budget.Ever.ToString() },
        };
        await _store.CommitAsync(
            new Commit([Guard.Unchanged(budget.Id.Key, budget.Revision)], [Write.Delete(budget.Id.Key)], [note]),
            stopping);
    }
}
