using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Budgets;

/// <summary>What a spending has cost.</summary>
/// <param name="Spent">Millionths of a US dollar. It counts whatever was reserved.</param>
public sealed record SettleBody([property: JsonPropertyName("spent_micro_usd")] Money Spent);
