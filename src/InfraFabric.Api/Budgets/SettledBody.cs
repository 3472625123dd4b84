using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Budgets;

/// <summary>A reservation that has ended.</summary>
/// <param name="Reservation">Its name.</param>
/// <param name="Overdrawn">What of the spending no budget had anything left for.</param>
public sealed record SettledBody(
    string Reservation, [property: JsonPropertyName("overdrawn_micro_usd")] Money Overdrawn);
