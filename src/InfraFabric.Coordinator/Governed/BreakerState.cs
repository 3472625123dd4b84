using System.Text.Json.Serialization;
using InfraFabric.Coordinator.Records;

namespace InfraFabric.Coordinator.Governed;

/// <summary>How a breaker stands that is not closed.</summary>
[JsonConverter(typeof(SnakeCaseEnum<BreakerState>))]
public enum BreakerState
{
    /// <summary>The swarm gets nothing.</summary>
    Open,

    /// <summary>The swarm gets one task at a time, to show that it can be trusted again.</summary>
    HalfOpen,
}
