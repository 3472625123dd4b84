using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Budgets;

/// <summary>What may be spent from now on.</summary>
/// <param name="Budget">
/// <c>fabric</c>, <c>swarm/NAME</c>, <c>task/ID</c>, or <c>swarm/*</c> for each swarm that has
/// none.
/// </param>
/// <param name="Limit">Millionths of a US dollar.</param>
/// <param name="Window">After what time it begins anew: <c>total</c> (never), <c>day</c> or <c>month</c>.</param>
public sealed record BudgetSetBody(
    string Budget, [property: JsonPropertyName("limit_micro_usd")] Money Limit, string Window = "total");
