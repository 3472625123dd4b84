namespace InfraFabric.Api.Breakers;

/// <summary>What became of the wish to move a breaker.</summary>
/// <param name="Swarm">The swarm that it stops.</param>
/// <param name="State"><c>open</c>, <c>half_open</c> or <c>closed</c>.</param>
/// <param name="Breaker">The breaker as it is now; left out if it is closed.</param>
public sealed record BreakerMovedBody(string Swarm, string State, BreakerBody? Breaker);
