using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Claims;

/// <summary>What the work has cost.</summary>
/// <param name="Fence">The fence of the claim, as claiming answered.</param>
/// <param name="Amount">Millionths of a US dollar.</param>
public sealed record SpendBody(
    long Fence, [property: JsonPropertyName("amount_micro_usd")] Money Amount);
