namespace InfraFabric.Api.Swarms;

/// <summary>Whether a swarm gets nothing new.</summary>
/// <param name="Draining">True to give it nothing new, false to let it work again.</param>
public sealed record DrainBody(bool Draining = true);
