namespace InfraFabric.Server.Tokens;

/// <summary>What a token says. The names are short, since it travels with every call.</summary>
/// <param name="Sub">Who: the identity.</param>
/// <param name="Scp">What it allows: the names of the scopes, with spaces between.</param>
/// <param name="Exp">When it ends, in seconds of Unix time.</param>
/// <param name="Kid">Which server signed it.</param>
/// <param name="Rev">The revision that registered the identity: one that is registered anew has another.</param>
/// <param name="Key">A mark of the identity's key: one that was given another key has another.</param>
internal sealed record TokenClaims(string Sub, string Scp, long Exp, string Kid, long Rev, string Key);
