using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Budgets;

/// <summary>A reservation that has ended.</summary>
/// <param name="Reservation">Its name.</param>
/// <param name="Overdrawn">What of the spending no budget had anything left for.</param>
/// <param name="Spent">What it has cost.</param>
/// <param name="PriceBook">The hash of the price by which that was found; none where the caller said the sum.</param>
public sealed record SettledBody(
    string Reservation, [property: JsonPropertyName("overdrawn_micro_usd")] Money Overdrawn,
    [property: JsonPropertyName("spent_micro_usd")] Money Spent = default, string? PriceBook = null);
