using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Governing;

/// <summary>What is known of a swarm, as far as it counts.</summary>
public sealed record StandingBody
{
    /// <summary>Its name.</summary>
    public required string Swarm { get; init; }

    /// <summary>What it can do, as far as that counts.</summary>
    public required IReadOnlyList<string> Capabilities { get; init; }

    /// <summary>What an hour of it costs, in millionths of a US dollar; left out if nobody has said.</summary>
    [JsonPropertyName("cost_per_hour_micro_usd")]
    public Money? CostPerHour { get; init; }

    /// <summary>Whose swarm it is.</summary>
    public string? Tenant { get; init; }

    /// <summary>How well it has worked so far, 0 to 1.</summary>
    public double Reputation { get; init; }

    /// <summary>How much work the reputation comes from; 0 while it is not proven.</summary>
    public long Executions { get; init; }

    /// <summary>Whether it has a session.</summary>
    public bool AtWork { get; init; }

    /// <summary>Whether it finishes what it has and takes nothing new.</summary>
    public bool Draining { get; init; }

    /// <summary>Its breaker: <c>closed</c>, <c>open</c> or <c>half_open</c>.</summary>
    public required string Breaker { get; init; }

    /// <summary>What was set by hand.</summary>
    public RegistrySetBody? Set { get; init; }

    /// <summary>What the policy says.</summary>
    public RegistrySetBody? Policy { get; init; }

    /// <summary>The revision that last changed what is registered; 0 if nothing is.</summary>
    public long Revision { get; init; }
}
