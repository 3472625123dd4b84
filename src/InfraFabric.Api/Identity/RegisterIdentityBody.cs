namespace InfraFabric.Api.Identity;

/// <summary>Registers an agent.</summary>
/// <param name="Key">Its public key, <c>ed25519:…</c>.</param>
/// <param name="Scopes">What it may do.</param>
public sealed record RegisterIdentityBody(string Key, IReadOnlyList<string> Scopes);
