using System.Globalization;
using System.Text.Json;
using InfraFabric.Api.Identity;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Identity;

namespace InfraFabric.Server.Tokens;

/// <summary>
/// Asks agents to prove who they are, and takes the proofs. A challenge is signed and holds all that is needed to take
/// its answer, so that nothing is kept for those who never answer, and any server of the fabric can take it.
/// </summary>
internal sealed class Challenges(
    ServerSeal seal, IdentityDirectory identities, ServerKeys servers, TimeProvider time, IdSource ids,
    int capacity = TokenLimits.MaxUsedNonces)
{
    public const string Kind = "ifc1";

    private readonly UsedNonces _used = new(capacity);

    /// <summary>A challenge. It looks the same for an identity that there is and for one that there is not.</summary>
    public ChallengeBody New(AgentName identity)
    {
        var ends = time.GetUtcNow().Add(TokenLimits.ChallengeLifetime).ToUnixTimeSeconds();
        var claims = new ChallengeClaims(identity.ToString(), ids.Next().ToString("N"), ends, seal.KeyId);
        var payload = JsonSerializer.SerializeToUtf8Bytes(claims, TokenJson.Default.ChallengeClaims);
        var challenge = SignedText.Sign(Kind, payload, seal.Audience, seal.Key);
        return new ChallengeBody(challenge, seal.Audience, claims.Nonce, ExpiryText(ends));
    }

    /// <summary>Who has answered; an error that does not tell why, unless the answer is right.</summary>
    public KnownIdentity Answer(string challenge, ReadOnlySpan<byte> answer)
    {
        if (Read(challenge) is not { } claims || !AgentName.TryParse(claims.Sub, out var name))
            throw Refused("The challenge is not one of this fabric.");
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (now >= claims.Exp)
            throw Refused("The challenge has expired.");
        var identity = identities.Find(name);
        // One that is not there costs as much time as one that is.
        var key = identity?.Key ?? seal.Key.VerifyKey;
        var text = AuthText.Of(seal.Audience, name, claims.Nonce, ExpiryText(claims.Exp));
        if (!key.Verify(text, answer) || identity is null)
            throw Refused("No identity of that name has the key that signed it.");
        Use(claims, now);
        return identity.Disabled ? throw Disabled(name) : identity;
    }

    // Only right answers are remembered: nobody else can fill the memory, or use up the challenge of another.
    private void Use(ChallengeClaims claims, long now)
    {
        switch (_used.Use(claims.Nonce, claims.Exp, now))
        {
            case NonceOutcome.UsedBefore:
                throw Refused("The challenge was answered before.");
            case NonceOutcome.Full:
                throw Overload.Of("Too many agents prove who they are at the same time.", TimeSpan.FromSeconds(1));
        }
    }

    private ChallengeClaims? Read(string challenge) =>
        SignedText.TryRead(Kind, challenge, out var payload, out var signature)
        && TokenJson.Read(payload, TokenJson.Default.ChallengeClaims) is { } claims
        && servers.TryFind(claims.Kid, out var key)
        && SignedText.Verify(challenge, signature, seal.Audience, key)
            ? claims
            : null;

    private static string ExpiryText(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds)
        .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static FabricException Refused(string why) => new(ErrorTable.Unauthenticated,
        "The proof of identity was refused.", why,
        "Ask for a new challenge and sign its text with the key that an operator has registered.");

    private static FabricException Disabled(AgentName name) => new(ErrorTable.Forbidden, $"{name} is disabled.",
        "An operator has shut this identity out.", $"An operator lets it in again: ifctl identity enable {name}.");
}
