namespace InfraFabric.Api.Identity;

/// <summary>A server whose tokens the fabric accepts.</summary>
/// <param name="Server">The short name of its key.</param>
/// <param name="Key">The public key with which it signs, <c>ed25519:…</c>.</param>
/// <param name="CreatedAt">When it first came up with that key.</param>
/// <param name="IsThis">Whether it is the one that answers.</param>
public sealed record KnownServerBody(string Server, string Key, DateTimeOffset CreatedAt, bool IsThis);
