using InfraFabric.Server.Identity;

namespace InfraFabric.Server.Tokens;

/// <summary>What a look at a token gave: the caller and its identity, if the token is good.</summary>
internal readonly record struct TokenCheck(TokenVerdict Verdict, Caller? Caller = null, KnownIdentity? Identity = null);
