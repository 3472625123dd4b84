namespace InfraFabric.Server.Mcp;

/// <summary>The bounds of the Model Context Protocol.</summary>
public static class McpLimits
{
    /// <summary>Sessions of one server over HTTP.</summary>
    public const int MaxSessions = 1000;

    /// <summary>Sessions of one identity at one server.</summary>
    public const int MaxSessionsOfOne = 32;

    /// <summary>Swarms that one session can have registered, and resources that it can follow.</summary>
    public const int MaxSwarms = 16;

    /// <summary>Messages that wait for a reader of a session's stream. One that is slower begins anew.</summary>
    public const int MaxWaitingMessages = 256;

    /// <summary>Bytes of one message on standard input.</summary>
    public const int MaxLineBytes = ServerLimits.MaxBodyBytes;

    /// <summary>After how long a session ends in which nobody calls or listens.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(10);

    /// <summary>How often sessions are looked through for idle ones.</summary>
    public static readonly TimeSpan IdleCheck = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait at most before an event stream is tried again.</summary>
    public static readonly TimeSpan LongestResumePause = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait at first before an event stream that was lost is taken up again.</summary>
    public static readonly TimeSpan ResumePause = TimeSpan.FromMilliseconds(200);
}
