namespace InfraFabric.Server.Tokens;

/// <summary>What a challenge says, so that any server of the fabric can take the answer.</summary>
/// <param name="Sub">Who asked for it.</param>
/// <param name="Nonce">What makes it unlike any other.</param>
/// <param name="Exp">Until when it can be answered, in seconds of Unix time.</param>
/// <param name="Kid">Which server signed it.</param>
internal sealed record ChallengeClaims(string Sub, string Nonce, long Exp, string Kid);
