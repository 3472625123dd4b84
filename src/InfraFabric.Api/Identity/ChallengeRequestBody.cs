namespace InfraFabric.Api.Identity;

/// <summary>Asks for something to sign.</summary>
/// <param name="Identity">Who wants to prove who it is: <c>if://agent/…</c>.</param>
public sealed record ChallengeRequestBody(string Identity);
