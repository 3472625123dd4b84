namespace InfraFabric.Api.Budgets;

/// <summary>Money that is kept.</summary>
/// <param name="Reservation">Its name, under which it is settled or released.</param>
/// <param name="ExpiresAt">When it is given back by itself.</param>
public sealed record ReservationBody(string Reservation, DateTimeOffset ExpiresAt);
