namespace InfraFabric.Api.Swarms;

/// <summary>A session that has begun: every claim and every sign of life carries it.</summary>
/// <param name="Swarm">The swarm.</param>
/// <param name="Session">The session.</param>
/// <param name="SessionTtlS">Seconds without a sign of life after which it ends.</param>
public sealed record SessionBody(string Swarm, long Session, int SessionTtlS);
