using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Policy;

/// <summary>
/// The policy that is in force, under <c>policy/governor</c>. Without such a record it is this one's defaults.
/// </summary>
/// <remarks>
/// What has a default has a setter: what is only for initializers, generated readers set to nothing where a record
/// does not say it.
/// </remarks>
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
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double MinCapabilityMatch { get; internal set; } = 0.7;

    /// <summary>Swarms that help with one blocker.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int MaxSwarmsPerTask { get; internal set; } = 3;

    /// <summary>What one task may cost for which no rule says anything else.</summary>
    [JsonPropertyName("max_cost_per_task_micro_usd")]
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public Money MaxCostPerTask { get; internal set; } = Money.FromMicroUsd(10_000_000);

    /// <summary>Failures in a row that open a breaker.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int CircuitBreakerFailureThreshold { get; internal set; } = 3;

    /// <summary>The same call with the same arguments so many times in a row opens a breaker.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int CircuitBreakerSameCalls { get; internal set; } = 10;

    /// <summary>Spending faster than this opens a breaker; null where any pace is right.</summary>
    [JsonPropertyName("circuit_breaker_cost_per_minute_micro_usd")]
    public Money? CircuitBreakerCostPerMinute { get; init; }

    /// <summary>Escalations of one swarm that reach a person within an hour; the rest wait for triage.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int MaxEscalationsPerHour { get; internal set; } = 20;

    /// <summary>How long helping is expected to take: what a helper is expected to cost follows from it.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int ExpectedHelpS { get; internal set; } = 3600;

    /// <summary>Which swarm may do what, for how much: the first that matches counts.</summary>
    public IReadOnlyList<PolicyRule>? Rules { get; init; }

    /// <summary>How many of so many capabilities a swarm must have.</summary>
    internal int LeastOf(int required)
    {
        var least = (int)Math.Ceiling(MinCapabilityMatch * required);
        // The product may be a hair above a whole number that the share itself reaches.
        return least > 0 && (least - 1) / (double)required >= MinCapabilityMatch ? least - 1 : least;
    }

    [JsonIgnore]
    public TimeSpan ExpectedHelp => TimeSpan.FromSeconds(ExpectedHelpS);
}
