using System.Text.Json.Serialization;

namespace InfraFabric.Governor.Breakers;

/// <summary>Why a breaker opened.</summary>
public enum BreakerReason
{
    /// <summary>The swarm has spent all that it may.</summary>
    [JsonStringEnumMemberName("budget_exhausted")]
    BudgetExhausted,

    /// <summary>It failed too often in a row.</summary>
    [JsonStringEnumMemberName("failures")]
    Failures,

    /// <summary>It made the same call again and again.</summary>
    [JsonStringEnumMemberName("loop")]
    Loop,

    /// <summary>It spent more in a minute than it may.</summary>
    [JsonStringEnumMemberName("velocity")]
    Velocity,

    /// <summary>A human opened it.</summary>
    [JsonStringEnumMemberName("manual")]
    Manual,
}
