namespace InfraFabric.Client;

/// <summary>The bounds of an agent.</summary>
public static class AgentLimits
{
    /// <summary>
    /// Offers, and notices of blockers, that wait to be looked at. The fabric offers no more tasks than the agent has
    /// capacity for; an orchestrator that reads no notices loses the oldest.
    /// </summary>
    public const int MaxWaiting = 4096;

    /// <summary>How long one call may take before its answer counts as lost.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(15);

    /// <summary>How long a call is tried again while no server answers it.</summary>
    public static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(60);

    /// <summary>How long leaving may take when an agent is disposed of.</summary>
    public static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(2);

    /// <summary>A session that lasted longer than this has not ended for a lasting reason.</summary>
    public static readonly TimeSpan LastingSession = TimeSpan.FromMinutes(1);

    /// <summary>The longest wait between two registrations.</summary>
    public static readonly TimeSpan LongestRegisterPause = TimeSpan.FromSeconds(30);
}
