using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Budgets;

/// <summary>A budget as it is shown.</summary>
public sealed record BudgetState
{
    internal BudgetState(BudgetId id, BudgetRecord budget, Money reserved, long revision)
    {
        Id = id;
        Terms = new BudgetTerms(budget.Limit, budget.Window) { Until = budget.Until };
        Period = budget.Period;
        Settled = budget.Settled;
        Overdrawn = budget.Overdrawn;
        Ever = budget.Ever;
        Reserved = reserved;
        Revision = revision;
    }

    public BudgetId Id { get; }

    public BudgetTerms Terms { get; }

    /// <summary>The day or month that the sums are of; null for a budget that never begins anew.</summary>
    public string? Period { get; }

    /// <summary>What was spent in the period.</summary>
    public Money Settled { get; }

    /// <summary>What was spent in the period although nothing was left for it.</summary>
    public Money Overdrawn { get; }

    /// <summary>What was spent in all periods together.</summary>
    public Money Ever { get; }

    /// <summary>What is kept for spendings that are under way.</summary>
    public Money Reserved { get; }

    /// <summary>The revision that last changed it.</summary>
    public long Revision { get; }

    /// <summary>What can still be reserved.</summary>
    public Money Left => Money.Max(Money.Zero, Terms.Limit - Settled - Overdrawn - Reserved);
}
