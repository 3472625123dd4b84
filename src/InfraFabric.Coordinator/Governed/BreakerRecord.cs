namespace InfraFabric.Coordinator.Governed;

/// <summary>The circuit breaker of a swarm, under <c>breakers/{name}</c>; there is none while it is closed.</summary>
internal sealed record BreakerRecord
{
    public required BreakerState State { get; init; }

    public string? Reason { get; init; }
}
