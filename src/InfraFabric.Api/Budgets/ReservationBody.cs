using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Budgets;

/// <summary>Money that is kept.</summary>
/// <param name="Reservation">Its name, under which it is settled or released.</param>
/// <param name="Amount">Millionths of a US dollar that are kept.</param>
/// <param name="ExpiresAt">When it is given back by itself.</param>
/// <param name="Overshoot">
/// Where it was sized by what such spendings have cost: by how much this one exceeds it at most, if it costs no more
/// than any before.
/// </param>
public sealed record ReservationBody(
    string Reservation, [property: JsonPropertyName("amount_micro_usd")] Money Amount, DateTimeOffset ExpiresAt,
    [property: JsonPropertyName("overshoot_micro_usd")] Money? Overshoot = null);
