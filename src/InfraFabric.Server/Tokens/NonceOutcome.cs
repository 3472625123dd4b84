namespace InfraFabric.Server.Tokens;

/// <summary>Whether a challenge may be answered now.</summary>
internal enum NonceOutcome
{
    Fresh,
    UsedBefore,
    Full,
}
