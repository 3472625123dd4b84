namespace InfraFabric.Coordinator.Governed;

/// <summary>How well a swarm has worked so far, under <c>reputation/{name}</c>: 0 to 1.</summary>
internal sealed record ReputationRecord
{
    public required double Value { get; init; }
}
