using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Breakers;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Policy;
using InfraFabric.Server.Coordination;

namespace InfraFabric.Server.Budgets;

/// <summary>Why money was not given out, in words for the caller.</summary>
internal static class BudgetProblems
{
    /// <summary>Why a reservation was refused.</summary>
    public static FabricException Of(SpendOutcome outcome, Money amount, string swarm) => outcome.Verdict switch
    {
        SpendVerdict.OverBudget => new FabricException(ErrorTable.BudgetExceeded,
            $"{amount} may not be spent.",
            $"The budget {outcome.Lacking!.Value.Budget} has {outcome.Lacking.Value.Left} left.",
            $"Spend less, or have it raised: ifctl governor set-budget {outcome.Lacking.Value.Budget} DOLLARS"),
        SpendVerdict.NoBudget => new FabricException(ErrorTable.BudgetExceeded,
            $"{amount} may not be spent.", $"No budget is set that '{swarm}' could spend from.",
            "Have one set: ifctl governor set-budgets --default-budget 10.0"),
        SpendVerdict.BreakerOpen => BreakerOpen(outcome.Breaker!),
        SpendVerdict.LeaseGone => CoordinatorProblems.SessionGone(swarm),
        SpendVerdict.Mismatch => new FabricException(ErrorTable.IdempotencyMismatch,
            "The same idempotency key came with another reservation.",
            "The first one was of another amount or for another spending.", "Use a new key for each spending."),
        _ => throw new InvalidOperationException($"No problem: {outcome.Verdict}."),
    };

    /// <summary>A reservation was refused, and its task waits until it can be made.</summary>
    public static FabricException Paused(SpendOutcome outcome, Money amount, TaskId task)
    {
        var (budget, left) = outcome.Lacking!.Value;
        return new FabricException(ErrorTable.TaskPaused,
            $"{amount} may not be spent, and task {task} is paused.", $"The budget {budget} has {left} left.",
            $"It goes on once there is more: ifctl governor set-budget {budget} DOLLARS");
    }

    /// <summary>Why a reservation could not be ended.</summary>
    public static FabricException Of(SpendOutcome outcome, ReservationId id) => outcome.Verdict switch
    {
        SpendVerdict.NotFound => new FabricException(ErrorTable.NotFound, $"There is no reservation {id}.",
            "It ended long ago, or its swarm's session has: then its money has come back.",
            "What was spent on it all the same must be reserved and settled anew."),
        SpendVerdict.NotYours => new FabricException(ErrorTable.Forbidden,
            $"The reservation {id} is another identity's.", "Only who has reserved may settle or release.",
            "Act as that identity."),
        SpendVerdict.Mismatch => new FabricException(ErrorTable.Conflict, $"The reservation {id} has ended already.",
            "It was settled with another sum, or released.", "See the ledger for how: ifctl witness query"),
        _ => throw new InvalidOperationException($"No problem: {outcome.Verdict}."),
    };

    /// <summary>Why a breaker lets nothing through.</summary>
    private static FabricException BreakerOpen(BreakerStatus breaker) => breaker.State == BreakerState.HalfOpen
        ? new FabricException(ErrorTable.BreakerOpen, $"'{breaker.Swarm}' may spend one thing at a time.",
            $"Its breaker is half-open after this: {breaker.Detail}", "Settle or release what it has reserved first.")
        : new FabricException(ErrorTable.BreakerOpen, $"'{breaker.Swarm}' may spend nothing.",
            $"Its breaker is open: {breaker.Detail}",
            $"A human was told, and has to approve: ifctl governor reset-circuit-breaker {breaker.Swarm}");

    /// <summary>A rule of the policy stands in the way.</summary>
    public static FabricException Denied(SwarmName swarm, string? kind, RuleVerdict verdict) => new(
        ErrorTable.Forbidden, $"'{swarm}' may not spend on {kind ?? "this"}.",
        $"Rule {verdict.Rule} of the policy denies it{(verdict.Why is { } why ? $": {why}" : "")}.",
        "See the policy that is in force: ifctl governor policy");

    public static FabricException Races(string swarm) => new(ErrorTable.Overloaded,
        $"'{swarm}' could not reserve.", "Its claim changed again and again meanwhile.", "Try again.");
}
