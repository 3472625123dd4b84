namespace InfraFabric.Api.Swarms;

/// <summary>Whether a swarm gets nothing new.</summary>
public sealed record DrainBody(bool Draining = true);
