namespace InfraFabric.Governor.Escalation;

/// <summary>The bounds of escalations.</summary>
public static class EscalationLimits
{
    /// <summary>Escalations that one message shows; the rest is counted.</summary>
    public const int MaxShown = 20;

    /// <summary>Characters of each text in a message of many.</summary>
    public const int MaxShownText = 600;

    /// <summary>Characters of why a message could not be sent.</summary>
    public const int MaxErrorText = 300;

    /// <summary>Channels of one fabric.</summary>
    public const int MaxChannels = 16;

    /// <summary>How long one attempt to send may take.</summary>
    public static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(15);

    /// <summary>How long a server that sends keeps the others from it; longer than an attempt may take.</summary>
    public static readonly TimeSpan SendingFor = TimeSpan.FromSeconds(20);

    /// <summary>The waits after the attempts of a message; after the last it is given up.</summary>
    public static readonly IReadOnlyList<TimeSpan> Backoff =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(30),
    ];

    /// <summary>The time in which the critical escalations of an agent are counted.</summary>
    public static readonly TimeSpan QuotaWithin = TimeSpan.FromHours(1);
}
