using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Budgets;

/// <summary>What a spending has cost: a sum, or what was bought, whose price the server knows.</summary>
/// <param name="Spent">Millionths of a US dollar. It counts whatever was reserved.</param>
/// <param name="Usage">What was bought, in place of a sum.</param>
public sealed record SettleBody(
    [property: JsonPropertyName("spent_micro_usd")] Money? Spent = null, UsageBody? Usage = null);
