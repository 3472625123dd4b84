namespace InfraFabric.Governor.Budgets;

/// <summary>What a budget is of, from the root of the tree to its leaves.</summary>
public enum BudgetScope
{
    Fabric,
    Tenant,
    Swarm,
    Task,

    /// <summary>A part of another budget that was handed on.</summary>
    Delegated,
}
