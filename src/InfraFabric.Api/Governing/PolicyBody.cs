using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Governing;

/// <summary>The governor's policy that is in force.</summary>
public sealed record PolicyBody
{
    /// <summary>The hash of the file that it was read from; left out for the defaults.</summary>
    public string? Hash { get; init; }

    /// <summary>When it was loaded.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whether what it says of swarms is still being taken over.</summary>
    public bool Loading { get; init; }

    /// <summary>The share of what is required that a swarm must be able to do.</summary>
    public double MinCapabilityMatch { get; init; }

    /// <summary>Swarms that help with one blocker at most.</summary>
    public int MaxSwarmsPerTask { get; init; }

    /// <summary>What one task may cost, in millionths of a US dollar.</summary>
    [JsonPropertyName("max_cost_per_task_micro_usd")]
    public Money MaxCostPerTask { get; init; }

    /// <summary>Failures in a row that open a breaker.</summary>
    public int CircuitBreakerFailureThreshold { get; init; }

    /// <summary>The same call with the same arguments, so many times in a row, opens a breaker.</summary>
    public int CircuitBreakerSameCalls { get; init; }

    /// <summary>Spending faster than this in an hour opens a breaker, in millionths of a US dollar.</summary>
    [JsonPropertyName("circuit_breaker_cost_per_minute_micro_usd")]
    public Money? CircuitBreakerCostPerMinute { get; init; }

    /// <summary>Escalations of one swarm that reach a person within an hour.</summary>
    public int MaxEscalationsPerHour { get; init; }

    /// <summary>Seconds that helping is expected to take.</summary>
    public int ExpectedHelpS { get; init; }

    /// <summary>Its rules, of which the first that matches counts.</summary>
    public required IReadOnlyList<PolicyRuleBody> Rules { get; init; }

    /// <summary>The file of the server that answers.</summary>
    public required string File { get; init; }

    /// <summary>The hash of what that server loaded last; left out if it has loaded nothing.</summary>
    public string? FileHash { get; init; }

    /// <summary>Whether that is what is in force.</summary>
    public bool InForce { get; init; }

    /// <summary>Why the file as it is now is not loaded.</summary>
    public string? Problem { get; init; }
}
