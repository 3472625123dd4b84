namespace InfraFabric.Api.Identity;

/// <summary>A bearer token. It is a secret: whoever has it is taken for the agent until it expires.</summary>
/// <param name="Token">For the header <c>Authorization: Bearer …</c>.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="ExpiresIn">Seconds until then, for those whose clock is not the server's.</param>
/// <param name="Scopes">What it allows.</param>
public sealed record TokenBody(string Token, DateTimeOffset ExpiresAt, int ExpiresIn, IReadOnlyList<string> Scopes)
{
    /// <summary>Says what it is for, and nothing of the token.</summary>
    public override string ToString() => $"a token for {string.Join(", ", Scopes)} until {ExpiresAt:O}";
}
