using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Registry;

/// <summary>What a million tokens of a model cost a swarm.</summary>
public sealed record ModelPrice
{
    [JsonPropertyName("input_micro_usd")]
    public Money? Input { get; init; }

    [JsonPropertyName("output_micro_usd")]
    public Money? Output { get; init; }
}
