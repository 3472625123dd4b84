namespace InfraFabric.Server.Tokens;

/// <summary>What there is to say of a token.</summary>
internal enum TokenVerdict
{
    /// <summary>It is not one that a server of this fabric has signed.</summary>
    NotOurs,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Its identity was disabled, deleted or given another key, or its server is no longer one.</summary>
    Ended,

    /// <summary>It is good.</summary>
    Good,
}
