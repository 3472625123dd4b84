namespace InfraFabric.Coordinator;

/// <summary>How a coordinator behaves.</summary>
public sealed record CoordinatorOptions
{
    /// <summary>How long a swarm has to accept what was assigned to it before it goes to another.</summary>
    public TimeSpan AcceptWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The session's time to live of a swarm that does not ask for one.</summary>
    public TimeSpan SessionTimeToLive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>After how long without progress a claim counts as stalled, if its task does not say.</summary>
    public TimeSpan StallAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Attempts of a task that does not say.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>The longest wait after the first attempt of a task that does not say.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Tasks that have not ended; past this, adding one is refused until some have.</summary>
    public int MaxOpenTasks { get; init; } = 2_000_000;

    /// <summary>Swarms that are known, at work or not; past this, a new one is refused.</summary>
    public int MaxSwarms { get; init; } = CoordinatorLimits.MaxSwarms;

    /// <summary>How long tasks that have ended can still be seen, and swarms that have left.</summary>
    public TimeSpan KeepEndedTasks { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The name of this coordinator among those on the same store.</summary>
    public required string Member { get; init; }
}
