namespace InfraFabric.Api.Identity;

/// <summary>What an agent has to sign to prove who it is; <see cref="AuthText"/> says the exact text.</summary>
/// <param name="Challenge">To be sent back as it is.</param>
/// <param name="Audience">The fabric that asks.</param>
/// <param name="Nonce">What makes this challenge unlike any other.</param>
/// <param name="ExpiresAt">Until when it can be answered, as it stands in the text to be signed.</param>
public sealed record ChallengeBody(string Challenge, string Audience, string Nonce, string ExpiresAt);
