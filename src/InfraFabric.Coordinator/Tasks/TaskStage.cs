using System.Text.Json.Serialization;
using InfraFabric.Coordinator.Records;

namespace InfraFabric.Coordinator.Tasks;

/// <summary>
/// Where a task stands in its record. Whether an open one waits or is ready is not stored: it follows from its
/// dependencies and the clock (<see cref="TaskState"/>).
/// </summary>
[JsonConverter(typeof(SnakeCaseEnum<TaskStage>))]
internal enum TaskStage
{
    Open,
    Claimed,
    Completed,
    Failed,
    Cancelled,
    Dead,
}
