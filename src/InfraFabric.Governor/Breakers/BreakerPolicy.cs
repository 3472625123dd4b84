using InfraFabric.Core.Units;
using InfraFabric.Governor.Policy;

namespace InfraFabric.Governor.Breakers;

/// <summary>When breakers open, as the policy in force says.</summary>
/// <param name="FailureThreshold">After how many failures in a row.</param>
/// <param name="SameCalls">With which of the same calls within <see cref="BreakerLimits.SameCallsWithin"/>.</param>
/// <param name="CostPerMinute">
/// When more than that is spent or reserved in a minute; null for no such bound.
/// </param>
internal sealed record BreakerPolicy(int FailureThreshold, int SameCalls, Money? CostPerMinute)
{
    public static BreakerPolicy Of(PolicyRecord policy) => new(
        policy.CircuitBreakerFailureThreshold, policy.CircuitBreakerSameCalls, policy.CircuitBreakerCostPerMinute);
}
