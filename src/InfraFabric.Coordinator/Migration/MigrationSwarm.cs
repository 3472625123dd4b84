using InfraFabric.Core.Ids;

namespace InfraFabric.Coordinator.Migration;

/// <summary>A session that reported in a status file, as the swarm it becomes.</summary>
public sealed record MigrationSwarm
{
    public required SwarmName Name { get; init; }

    public required SourceLine Source { get; init; }

    public IReadOnlyList<Capability> Capabilities { get; init; } = [];

    /// <summary>The labels of the tasks that it says it works on.</summary>
    public IReadOnlyList<string> CurrentTasks { get; init; } = [];

    /// <summary>What it says of itself, such as <c>active</c>.</summary>
    public string? Status { get; init; }

    public IReadOnlyList<string> Blockers { get; init; } = [];
}
