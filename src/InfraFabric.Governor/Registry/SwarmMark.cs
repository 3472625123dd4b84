using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Registry;

/// <summary>What the governor needs of <c>swarms/{name}</c>: what a swarm says of itself.</summary>
internal sealed record SwarmMark
{
    public string? Owner { get; init; }

    public IReadOnlyList<string>? Capabilities { get; init; }

    [JsonPropertyName("cost_per_hour_micro_usd")]
    public Money? CostPerHour { get; init; }

    public bool Draining { get; init; }
}
