namespace InfraFabric.Coordinator.Governed;

/// <summary>What the coordinator needs of the policy in force, under <c>policy/governor</c>.</summary>
internal sealed record PolicyRecord
{
    private const double DefaultMatch = 0.7;

    public double? MinCapabilityMatch { get; init; }

    /// <summary>How much of what a task requires a swarm must offer to be qualified.</summary>
    public double LeastMatch => MinCapabilityMatch ?? DefaultMatch;
}
