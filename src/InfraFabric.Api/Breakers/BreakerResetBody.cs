namespace InfraFabric.Api.Breakers;

/// <summary>That a breaker be moved back.</summary>
/// <param name="Confirmed">
/// Whether a person has confirmed it at a terminal. If not, it is written down for another operator to approve.
/// </param>
/// <param name="Close">Whether to close it at once, without trying the swarm with one thing first.</param>
public sealed record BreakerResetBody(bool Confirmed = false, bool Close = false);
