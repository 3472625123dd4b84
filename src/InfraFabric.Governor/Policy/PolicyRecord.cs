using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Policy;

/// <summary>
/// The policy that is in force, under <c>policy/governor</c>. Without such a record it is this one's defaults.
/// </summary>
public sealed record PolicyRecord
{
    internal const string Prefix = "policy/";
    internal const string Key = Prefix + "governor";

    /// <summary>What is in force while nobody has loaded anything.</summary>
    public static PolicyRecord Default { get; } = new();

    /// <summary>The hash of the file that it was read from; null for the defaults.</summary>
    public string? Hash { get; init; }

    /// <summary>Whether what the file says of swarms is still being taken over.</summary>
    public bool Loading { get; init; }

    public DateTimeOffset? At { get; init; }

    /// <summary>The share of what is required that a swarm must be able to do.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double MinCapabilityMatch { get; init; } = 0.7;

    /// <summary>Swarms that help with one blocker.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int MaxSwarmsPerTask { get; init; } = 3;

    /// <summary>What one task may cost for which no rule says anything else.</summary>
    [JsonPropertyName("max_cost_per_task_micro_usd")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public Money MaxCostPerTask { get; init; } = Money.FromMicroUsd(10_000_000);

    /// <summary>Failures in a row that open a breaker.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int CircuitBreakerFailureThreshold { get; init; } = 3;

    /// <summary>The same call with the same arguments so many times in a row opens a breaker.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int CircuitBreakerSameCalls { get; init; } = 10;

    /// <summary>Spending faster than this opens a breaker; null where any pace is right.</summary>
    [JsonPropertyName("circuit_breaker_cost_per_hour_micro_usd")]
    public Money? CircuitBreakerCostPerHour { get; init; }

    /// <summary>Escalations of one swarm that reach a person within an hour; the rest wait for triage.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int MaxEscalationsPerHour { get; init; } = 20;

    /// <summary>How long helping is expected to take: what a helper is expected to cost follows from it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int ExpectedHelpS { get; init; } = 3600;

    /// <summary>Which swarm may do what, for how much: the first that matches counts.</summary>
    public IReadOnlyList<PolicyRule>? Rules { get; init; }

    [JsonIgnore]
    public TimeSpan ExpectedHelp => TimeSpan.FromSeconds(ExpectedHelpS);

    /// <summary>Whether two policies come to the same, whenever and from whatever file they were loaded.</summary>
    public bool SaysTheSameAs(PolicyRecord other) =>
        this with { Hash = null, At = null, Loading = false, Rules = null }
            == other with { Hash = null, At = null, Loading = false, Rules = null }
        && (Rules ?? []).SequenceEqual(other.Rules ?? []);
}
