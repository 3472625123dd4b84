using InfraFabric.Core.Units;

namespace InfraFabric.Governor.History;

/// <summary>What a spending will cost, as far as those of its kind so far can tell.</summary>
/// <param name="Amount">What 95 of 100 did not exceed.</param>
/// <param name="Most">The most that one has cost.</param>
/// <param name="Count">How many it rests on.</param>
public readonly record struct CostEstimate(Money Amount, Money Most, long Count)
{
    /// <summary>By how much a spending can exceed the amount, if it costs no more than any before.</summary>
    public Money Overshoot => Most - Amount;
}
