using System.Text.Json.Serialization;
using InfraFabric.Coordinator.Records;

namespace InfraFabric.Coordinator.Tasks;

/// <summary>How far the owner of a task is.</summary>
[JsonConverter(typeof(SnakeCaseEnum<WorkPhase>))]
internal enum WorkPhase
{
    Claimed,
    Running,
    Blocked,
}
