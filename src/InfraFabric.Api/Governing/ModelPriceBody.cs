using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Governing;

/// <summary>What a million tokens of a model cost.</summary>
/// <param name="Input">Millionths of a US dollar for what goes in.</param>
/// <param name="Output">Millionths of a US dollar for what comes out.</param>
public sealed record ModelPriceBody(
    [property: JsonPropertyName("input_micro_usd")] Money? Input = null,
    [property: JsonPropertyName("output_micro_usd")] Money? Output = null);
