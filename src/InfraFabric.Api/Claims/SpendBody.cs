using InfraFabric.Core.Units;
using System.Text.Json.Serialization;

namespace InfraFabric.Api.Claims;

/// <summary>What the work has cost.</summary>
public sealed record SpendBody(
    long Fence, [property: JsonPropertyName("amount_micro_usd")] Money Amount);
