using System.Text.Json;
using InfraFabric.Api.Identity;
using InfraFabric.Server.Identity;

namespace InfraFabric.Server.Tokens;

/// <summary>
/// Makes tokens. Any server of the fabric verifies them by the issuer's public key, without a shared secret.
/// </summary>
internal sealed class TokenIssuer(ServerSeal seal, TimeProvider time)
{
    public const string Kind = "ift1";

    public TokenBody Issue(KnownIdentity identity, Scopes scopes)
    {
        var ends = time.GetUtcNow().Add(TokenLimits.TokenLifetime).ToUnixTimeSeconds();
        var names = ScopeNames.Of(scopes);
        var claims = new TokenClaims(
            identity.Name.ToString(), string.Join(' ', names), ends, seal.KeyId, identity.CreateRevision,
            identity.Mark);
        var payload = JsonSerializer.SerializeToUtf8Bytes(claims, TokenJson.Default.TokenClaims);
        return new TokenBody(
            SignedText.Sign(Kind, payload, seal.Audience, seal.Key), DateTimeOffset.FromUnixTimeSeconds(ends),
            (int)TokenLimits.TokenLifetime.TotalSeconds, names);
    }
}
