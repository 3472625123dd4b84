using InfraFabric.Core.Units;
using InfraFabric.Governor.Breakers;

namespace InfraFabric.Governor.Budgets;

/// <summary>The answer to a step with money.</summary>
/// <param name="Verdict">How it ended.</param>
public readonly record struct SpendOutcome(SpendVerdict Verdict)
{
    /// <summary>The budget that stands in the way, and what it has left.</summary>
    public (BudgetId Budget, Money Left)? Lacking { get; init; }

    /// <summary>When the reservation is given back by itself.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How much of it exceeded a budget, where it was spent already.</summary>
    public Money Overdrawn { get; init; }

    /// <summary>The breaker that stands in the way.</summary>
    public BreakerStatus? Breaker { get; init; }
}
