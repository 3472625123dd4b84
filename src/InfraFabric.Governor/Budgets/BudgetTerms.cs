using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Budgets;

/// <summary>What may be spent, and in which time.</summary>
public readonly record struct BudgetTerms(Money Limit, BudgetWindow Window);
