namespace InfraFabric.Api.Swarms;

/// <summary>Which session is meant.</summary>
/// <param name="Session">The session, as registering answered.</param>
public sealed record SessionRefBody(long Session);
