using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Budgets;

/// <summary>What may be spent, and in which time.</summary>
/// <param name="Limit">How much; <see cref="Unlimited"/> where it is only to be counted.</param>
/// <param name="Window">After what time it begins anew.</param>
public readonly record struct BudgetTerms(Money Limit, BudgetWindow Window = BudgetWindow.Total)
{
    /// <summary>The limit of a budget that bounds nothing: what is spent is counted there all the same.</summary>
    public static readonly Money Unlimited = Money.FromMicroUsd(Money.MaxMicroUsd);

    /// <summary>When the budget is over: then nothing can be reserved in it any more, and it is forgotten.</summary>
    public DateTimeOffset? Until { get; init; }
}
