using System.Text.Json.Serialization;
using InfraFabric.Coordinator.Records;

namespace InfraFabric.Coordinator.Blockers;

/// <summary>How a blocker came to light.</summary>
[JsonConverter(typeof(SnakeCaseEnum<BlockerKind>))]
public enum BlockerKind
{
    /// <summary>The owner of the task said so.</summary>
    Declared,

    /// <summary>Tasks wait for each other in a circle.</summary>
    Cycle,

    /// <summary>The owner has told nothing of the work for too long.</summary>
    Stall,

    /// <summary>The task depends on one that has ended without being completed.</summary>
    Dependency,

    /// <summary>The money for it has run out. It goes on by itself once there is more.</summary>
    Budget,
}
