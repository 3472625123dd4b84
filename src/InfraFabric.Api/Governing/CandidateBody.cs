using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Governing;

/// <summary>A swarm, and what speaks for and against it.</summary>
public sealed record CandidateBody
{
    /// <summary>Its name.</summary>
    public required string Swarm { get; init; }

    /// <summary>
    /// <c>best</c> or <c>lower_score</c>; or why it is no candidate: <c>not_qualified</c>, <c>excluded</c>,
    /// <c>away</c>, <c>draining</c>, <c>breaker_open</c>, <c>denied</c>, <c>cost_unknown</c>, <c>over_ceiling</c>,
    /// <c>budget_spent</c>.
    /// </summary>
    public required string Verdict { get; init; }

    /// <summary>The share of what is required that it can do.</summary>
    public double Match { get; init; }

    /// <summary>How well it has worked so far, 0 to 1.</summary>
    public double Reputation { get; init; }

    /// <summary>Whether the reputation comes from work that it has done.</summary>
    public bool Proven { get; init; }

    /// <summary>What an hour of it costs, in millionths of a US dollar; left out if nobody has said.</summary>
    [JsonPropertyName("cost_per_hour_micro_usd")]
    public Money? CostPerHour { get; init; }

    /// <summary>Match × reputation / dollars per hour.</summary>
    public double Score { get; init; }

    /// <summary>What stands in the way, in words.</summary>
    public string? Detail { get; init; }
}
