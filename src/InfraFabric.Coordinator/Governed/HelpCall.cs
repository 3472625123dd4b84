using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Coordinator.Governed;

/// <summary>A swarm is asked to help with a blocked task.</summary>
public sealed record HelpCall
{
    public required string Swarm { get; init; }

    /// <summary>What is needed of it.</summary>
    public string? Capability { get; init; }

    /// <summary>The money that is kept for its help.</summary>
    public string? Reservation { get; init; }

    [JsonPropertyName("amount_micro_usd")]
    public Money? Amount { get; init; }
}
