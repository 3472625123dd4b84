namespace InfraFabric.Api.Identity;

/// <summary>Answers a challenge.</summary>
/// <param name="Challenge">The challenge as it came.</param>
/// <param name="Signature">The agent's Ed25519 signature of <see cref="AuthText"/>, 64 bytes.</param>
/// <param name="Scopes">The scopes wanted; all that the identity has, if left out.</param>
public sealed record TokenRequestBody(string Challenge, byte[] Signature, IReadOnlyList<string>? Scopes = null);
