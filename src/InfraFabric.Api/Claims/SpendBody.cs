using System.Text.Json.Serialization;
using InfraFabric.Api.Budgets;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Claims;

/// <summary>What the work has cost: a sum, or what was bought, whose price the server knows.</summary>
/// <param name="Fence">The fence of the claim, as claiming answered.</param>
/// <param name="Amount">Millionths of a US dollar.</param>
/// <param name="Usage">What was bought, in place of a sum.</param>
/// <param name="Kind">The kind of work, such as the name of a model.</param>
public sealed record SpendBody(
    long Fence, [property: JsonPropertyName("amount_micro_usd")] Money? Amount = null, UsageBody? Usage = null,
    string? Kind = null);
