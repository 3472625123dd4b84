namespace InfraFabric.Governor.Budgets;

/// <summary>How a step with money ended.</summary>
public enum SpendVerdict
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>One of the budgets has not so much left. Nothing was done.</summary>
    OverBudget,

    /// <summary>None of the budgets is set, so nothing says what may be spent. Nothing was done.</summary>
    NoBudget,

    /// <summary>What must hold did not: the claim is another's, or the budget was changed. Nothing was done.</summary>
    Stale,

    /// <summary>The lease of the spender has ended. Nothing was done.</summary>
    LeaseGone,

    /// <summary>There is no such reservation, or no longer.</summary>
    NotFound,

    /// <summary>The reservation is another identity's. Nothing was done.</summary>
    NotYours,

    /// <summary>The same reservation, asked for or ended in another way than before. Nothing was done.</summary>
    Mismatch,

    /// <summary>The swarm's breaker is open, or lets one thing through at a time. Nothing was reserved.</summary>
    BreakerOpen,
}
