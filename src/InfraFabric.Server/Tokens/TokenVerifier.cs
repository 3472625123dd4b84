using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Identity;

namespace InfraFabric.Server.Tokens;

/// <summary>
/// Says who calls with a token. A signature is verified once and its result remembered, since verifying is dear beside
/// what a small call costs; everything that can end a token before its time is looked at on every call.
/// </summary>
/// <remarks>
/// Tokens are remembered by their SHA-256: the memory holds none that could be used, and how long a lookup takes tells
/// of the hash only, from which nobody can work towards a token.
/// </remarks>
internal sealed class TokenVerifier(
    string audience, IdentityDirectory identities, ServerKeys servers, TimeProvider time)
{
    private readonly BoundedCache<Sha256Hash, VerifiedToken> _verified = new(TokenLimits.MaxCachedTokens);

    public TokenCheck Check(ReadOnlySpan<char> token)
    {
        if (token.Length > SignedText.MaxLength)
            return new TokenCheck(TokenVerdict.NotOurs);
        var hash = HashOf(token);
        if (!_verified.TryGet(hash, out var verified))
        {
            verified = Verify(token.ToString());
            if (verified is null)
                return new TokenCheck(TokenVerdict.NotOurs);
            _verified.Set(hash, verified);
        }

        return Check(verified);
    }

    private TokenCheck Check(VerifiedToken token)
    {
        var claims = token.Claims;
        if (time.GetUtcNow().ToUnixTimeSeconds() >= claims.Exp)
            return new TokenCheck(TokenVerdict.Expired);
        var identity = identities.Find(token.Name);
        if (identity is null || identity.Disabled || identity.CreateRevision != claims.Rev
            || identity.Mark != claims.Key || !servers.TryFind(claims.Kid, out _))
            return new TokenCheck(TokenVerdict.Ended);
        return new TokenCheck(TokenVerdict.Good, token.CallerOf(identity), identity);
    }

    private VerifiedToken? Verify(string token)
    {
        if (!SignedText.TryRead(TokenIssuer.Kind, token, out var payload, out var signature)
            || TokenJson.Read(payload, TokenJson.Default.TokenClaims) is not { } claims
            || !servers.TryFind(claims.Kid, out var key)
            || !SignedText.Verify(token, signature, audience, key)
            || !AgentName.TryParse(claims.Sub, out var name))
            return null;
        try
        {
            return new VerifiedToken(name, ScopeNames.Parse(claims.Scp.Split(' ')), claims);
        }
        catch (FabricException)
        {
            // A server of a later version may know scopes that this one does not.
            return null;
        }
    }

    private static Sha256Hash HashOf(ReadOnlySpan<char> token)
    {
        Span<byte> bytes = stackalloc byte[3 * SignedText.MaxLength];
        return Sha256Hash.Of(bytes[..Encoding.UTF8.GetBytes(token, bytes)]);
    }
}
