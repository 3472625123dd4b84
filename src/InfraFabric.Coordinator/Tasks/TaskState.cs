using System.Text.Json.Serialization;
using InfraFabric.Coordinator.Records;

namespace InfraFabric.Coordinator.Tasks;

/// <summary>Where a task stands, as people and agents see it.</summary>
[JsonConverter(typeof(SnakeCaseEnum<TaskState>))]
public enum TaskState
{
    /// <summary>Open, and something must happen first: a dependency, or the end of a pause between attempts.</summary>
    Waiting,

    /// <summary>Open, and whoever can may claim it.</summary>
    Ready,

    /// <summary>Owned; its work has not been reported as begun.</summary>
    Claimed,

    /// <summary>Owned, and under way.</summary>
    Running,

    /// <summary>Owned, and its owner needs help.</summary>
    Blocked,

    /// <summary>Done.</summary>
    Completed,

    /// <summary>Given up by its owner, or past its deadline.</summary>
    Failed,

    /// <summary>Called off.</summary>
    Cancelled,

    /// <summary>All its attempts ended without a result: a dead letter.</summary>
    Dead,
}
