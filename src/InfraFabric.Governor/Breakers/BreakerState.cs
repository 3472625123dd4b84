using System.Text.Json.Serialization;

namespace InfraFabric.Governor.Breakers;

/// <summary>What a breaker lets through. A closed one lets all through, and has no record.</summary>
public enum BreakerState
{
    /// <summary>Nothing.</summary>
    [JsonStringEnumMemberName("open")]
    Open,

    /// <summary>One spending and one task at a time, until one has gone well or badly.</summary>
    [JsonStringEnumMemberName("half_open")]
    HalfOpen,
}
