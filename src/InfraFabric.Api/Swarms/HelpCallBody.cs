using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Swarms;

/// <summary>What help a swarm is asked for.</summary>
public sealed record HelpCallBody
{
    /// <summary>The task that is blocked.</summary>
    public required string Task { get; init; }

    /// <summary>What is needed.</summary>
    public string? Capability { get; init; }

    /// <summary>
    /// The reservation of the money that is kept for this help: settle it with what the help has cost.
    /// </summary>
    public string? Reservation { get; init; }

    /// <summary>Millionths of a US dollar that are kept for it.</summary>
    [JsonPropertyName("amount_micro_usd")]
    public Money? Amount { get; init; }
}
