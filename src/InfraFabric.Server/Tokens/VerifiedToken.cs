using InfraFabric.Core.Ids;
using InfraFabric.Server.Identity;

namespace InfraFabric.Server.Tokens;

/// <summary>A token whose signature was found good, and who its caller is as of the last look.</summary>
internal sealed class VerifiedToken(AgentName name, Scopes scopes, TokenClaims claims)
{
    private Seen? _seen;

    public AgentName Name { get; } = name;

    public TokenClaims Claims { get; } = claims;

    /// <summary>The caller, who has no more than both the token and the identity as it stands allow.</summary>
    public Caller CallerOf(KnownIdentity identity)
    {
        if (_seen is { } seen && ReferenceEquals(seen.Identity, identity))
            return seen.Caller;
        var caller = new Caller(Name, scopes & identity.Scopes);
        _seen = new Seen(identity, caller);
        return caller;
    }

    private sealed record Seen(KnownIdentity Identity, Caller Caller);
}
