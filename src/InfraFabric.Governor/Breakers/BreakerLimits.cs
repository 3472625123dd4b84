namespace InfraFabric.Governor.Breakers;

/// <summary>The bounds of breakers.</summary>
public static class BreakerLimits
{
    /// <summary>Characters that name a call and its arguments.</summary>
    public const int MaxCallLength = 200;

    /// <summary>In what time the same calls are counted. Reservations are remembered for longer than that.</summary>
    public static readonly TimeSpan SameCallsWithin = TimeSpan.FromMinutes(10);

    /// <summary>In what time the money of a swarm is added up.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    /// <summary>For how long what was asked for can be approved.</summary>
    public static readonly TimeSpan AskedFor = TimeSpan.FromDays(1);
}
