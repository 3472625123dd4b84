using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Help;

/// <summary>A swarm that helps with a blocker.</summary>
public sealed record Helper
{
    public required string Swarm { get; init; }

    /// <summary>What it was chosen for.</summary>
    public required string Capability { get; init; }

    /// <summary>The reservation from which it spends: it settles or releases it.</summary>
    public required string Reservation { get; init; }

    /// <summary>What it may spend.</summary>
    [JsonPropertyName("amount_micro_usd")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required Money Amount { get; init; }

    /// <summary>The session on whose lease that stands.</summary>
    public required long Session { get; init; }
}
