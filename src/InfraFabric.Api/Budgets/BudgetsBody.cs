namespace InfraFabric.Api.Budgets;

/// <summary>All budgets, the fabric's own first.</summary>
public sealed record BudgetsBody(IReadOnlyList<BudgetBody> Budgets);
