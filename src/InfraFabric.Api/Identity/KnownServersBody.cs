namespace InfraFabric.Api.Identity;

/// <summary>All servers whose tokens the fabric accepts, the oldest first.</summary>
/// <param name="Servers">The servers.</param>
public sealed record KnownServersBody(IReadOnlyList<KnownServerBody> Servers);
