using System.Text.Json;
using InfraFabric.Coordinator.Records;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator.Board;

/// <summary>
/// A task on the board. A queue may hold a million: what is seldom needed is read from the spec's bytes.
/// </summary>
internal sealed class TaskEntry(TaskId id)
{
    public TaskId Id { get; } = id;

    /// <summary>The stored spec; empty until it is known.</summary>
    public ReadOnlyMemory<byte> SpecBytes { get; set; }

    public TaskRecord Record { get; set; } = TaskRecord.Fresh;

    /// <summary>The revision at which the record was changed; 0 until it is known.</summary>
    public long ModifyRevision { get; set; }

    public int Priority { get; set; }

    public string FairnessKey { get; set; } = "";

    public float FairnessWeight { get; set; } = 1;

    public Lane? Lane { get; set; }

    /// <summary>Its place in the order in which tasks were added.</summary>
    public long Age { get; set; }

    /// <summary>Its place among the fairness keys, given when it first becomes ready; 0 before.</summary>
    public double Turn { get; set; }

    public TaskId[] DependsOn { get; set; } = [];

    public int OpenDependencies { get; set; }

    /// <summary>How many tasks that have not ended depend on this one, whether it has ended or not.</summary>
    public int NeededBy { get; set; }

    public List<TaskEntry>? Dependents { get; set; }

    /// <summary>How many tasks on the board name this one as a dependency.</summary>
    public int NamedBy { get; set; }

    /// <summary>The state under which it is counted; null until both its records are known.</summary>
    public TaskState? CountedAs { get; set; }

    public bool Queued { get; set; }

    public int QueueStamp { get; set; }

    /// <summary>The swarm for which somebody on this server is about to take it.</summary>
    public SwarmEntry? ReservedFor { get; set; }

    public int ReservationNumber { get; set; }

    /// <summary>
    /// What this server is about to write: when the watch brings the same bytes, they need not be read.
    /// </summary>
    public WrittenRecord? Written { get; set; }

    /// <summary>The key of its record, as the watch brought it.</summary>
    public RecordKey Key { get; set; }

    /// <summary>Seconds without progress after which a claim of it counts as stalled.</summary>
    public int StallAfterS { get; set; }

    public ReadyOrder Order => new(-Priority, Turn, Age);

    /// <summary>Whether both its records are known.</summary>
    public bool IsWhole => ModifyRevision > 0 && !SpecBytes.IsEmpty;

    /// <summary>Whether neither of its records is known.</summary>
    public bool IsUnknown => ModifyRevision == 0 && SpecBytes.IsEmpty;

    public TaskSpec ReadSpec() =>
        JsonSerializer.Deserialize(SpecBytes.Span, CoordinatorJson.Stored.TaskSpec)
        ?? throw new InvalidDataException($"The spec of task {Id} is empty.");
}
