namespace InfraFabric.Server.Tokens;

/// <summary>The bounds of proving who one is.</summary>
internal static class TokenLimits
{
    /// <summary>Verified tokens that are remembered.</summary>
    public const int MaxCachedTokens = 64 * 1024;

    /// <summary>Answered challenges that are remembered: as many can be answered within their lifetime.</summary>
    public const int MaxUsedNonces = 128 * 1024;

    /// <summary>Addresses whose calls without a token are counted.</summary>
    public const int MaxAddresses = 16 * 1024;

    /// <summary>How long a challenge can be answered.</summary>
    public static readonly TimeSpan ChallengeLifetime = TimeSpan.FromSeconds(30);

    /// <summary>How long a token is good for.</summary>
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(15);

    /// <summary>For how long identities that could not be compared with the store are still trusted.</summary>
    public static readonly TimeSpan MaxLag = TimeSpan.FromSeconds(30);
}
