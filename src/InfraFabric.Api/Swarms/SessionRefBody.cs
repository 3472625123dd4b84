namespace InfraFabric.Api.Swarms;

/// <summary>Which session is meant.</summary>
public sealed record SessionRefBody(long Session);
