namespace InfraFabric.Core.Config.Escalation;

/// <summary>How the connection to a mail server is encrypted.</summary>
public enum EmailTls
{
    /// <summary>After it was begun in clear, which the server must offer.</summary>
    StartTls,

    /// <summary>From its beginning.</summary>
    Tls,

    /// <summary>Not at all; for a server on this machine.</summary>
    None,
}
