namespace InfraFabric.Api.Swarms;

/// <summary>A session that has begun: every claim and every sign of life carries it.</summary>
public sealed record SessionBody(string Swarm, long Session, int SessionTtlS);
