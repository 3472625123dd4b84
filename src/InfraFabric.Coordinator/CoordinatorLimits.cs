namespace InfraFabric.Coordinator;

/// <summary>The bounds of the coordinator.</summary>
public static class CoordinatorLimits
{
    /// <summary>Bytes of a payload, a checkpoint or a result in a record. Larger ones go to the blob area.</summary>
    public const int MaxPayloadBytes = 64 * 1024;

    /// <summary>Bytes of one blob.</summary>
    public const int MaxBlobBytes = 64 * 1024 * 1024;

    /// <summary>Characters of a title, a reason, a note of progress.</summary>
    public const int MaxTextLength = 2000;

    /// <summary>Characters of a type, a label, a fairness key, an idempotency key.</summary>
    public const int MaxLabelLength = 128;

    /// <summary>Capabilities that a task requires or a swarm offers.</summary>
    public const int MaxCapabilities = 32;

    /// <summary>Tasks that one task depends on; each is guarded by the commit that adds it.</summary>
    public const int MaxDependencies = 40;

    /// <summary>Tasks in one call that adds many.</summary>
    public const int MaxTasksPerCall = 100;

    /// <summary>Tasks in one call that claims many.</summary>
    public const int MaxClaimsPerCall = 100;

    /// <summary>Tasks that one swarm works on at once.</summary>
    public const int MaxCapacity = 1000;

    /// <summary>Swarms that are registered.</summary>
    public const int MaxSwarms = 50_000;

    /// <summary>Attempts of one task.</summary>
    public const int MaxAttempts = 100;

    /// <summary>Priorities go from minus this to this.</summary>
    public const int MaxPriority = 1000;

    /// <summary>Updates that wait for a slow stream before it is given a fresh picture instead.</summary>
    public const int MaxStreamUpdates = 128;

    /// <summary>Assignments that are being written at a time.</summary>
    public const int MaxAssignmentsInFlight = 256;

    /// <summary>Times that a commit is tried again when another was faster.</summary>
    public const int MaxRaces = 32;

    /// <summary>The shortest time after which a session without a sign of life ends.</summary>
    public static readonly TimeSpan MinSessionTimeToLive = TimeSpan.FromSeconds(2);

    /// <summary>The longest one.</summary>
    public static readonly TimeSpan MaxSessionTimeToLive = TimeSpan.FromMinutes(10);

    /// <summary>The longest wait between two attempts.</summary>
    public static readonly TimeSpan MaxBackoff = TimeSpan.FromHours(1);
}
