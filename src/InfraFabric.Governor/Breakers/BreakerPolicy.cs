using System.Text.Json.Serialization;
using InfraFabric.Core.Units;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Breakers;

/// <summary>When breakers open: what the policy in force says of it under <c>policy/governor</c>.</summary>
internal sealed record BreakerPolicy
{
    internal static readonly RecordKey Key = new("policy/governor");

    /// <summary>After how many failures in a row.</summary>
    [JsonPropertyName("circuit_breaker_failure_threshold")]
    public int FailureThreshold { get; init; } = 3;

    /// <summary>With which of the same calls within <see cref="BreakerLimits.SameCallsWithin"/>.</summary>
    [JsonPropertyName("max_same_calls")]
    public int SameCalls { get; init; } = 10;

    /// <summary>When more than that is spent or reserved in a minute; null for no such bound.</summary>
    [JsonPropertyName("max_cost_per_minute_micro_usd")]
    public Money? CostPerMinute { get; init; }
}
