using System.Text.Json;
using InfraFabric.Coordinator.Records;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;

namespace InfraFabric.Coordinator.Tasks;

/// <summary>A task as it is shown: what was asked for, and what has become of it at a revision.</summary>
public sealed class TaskView
{
    private readonly TaskRecord _record;

    internal TaskView(
        TaskId id, TaskState state, ReadOnlyMemory<byte> specJson, TaskRecord record, long modifyRevision,
        Money spent)
    {
        _record = record;
        Id = id;
        State = state;
        SpecJson = specJson;
        Revision = modifyRevision;
        Spent = spent;
    }

    public TaskId Id { get; }

    public TaskState State { get; }

    /// <summary>What was asked for, as JSON.</summary>
    public ReadOnlyMemory<byte> SpecJson { get; }

    /// <summary>The revision that last changed it.</summary>
    public long Revision { get; }

    public int Attempt => _record.Attempt;

    /// <summary>Who owns it; once it has ended, who owned it last.</summary>
    public string? Swarm => _record.Claim?.Swarm ?? (_record.IsEnded ? _record.EndedBy?.Swarm : null);

    public long? Fence => _record.FenceAt(Revision);

    public DateTimeOffset? ClaimedAt => _record.Claim?.Since;

    public string? OfferedTo => _record.Offer?.Swarm;

    public DateTimeOffset? OfferedUntil => _record.Offer?.Until;

    public DateTimeOffset? NotBefore => _record.NotBefore;

    public ProgressState? Progress => _record.Progress;

    public JsonElement? Checkpoint => _record.Checkpoint;

    public string? ResultHash => _record.ResultHash;

    public string? Reason => _record.Reason;

    public string? Answer => _record.Answer;

    /// <summary>What its work has cost so far, as its budget has it.</summary>
    public Money Spent { get; }

    public DateTimeOffset? EndedAt => _record.EndedAt;

    public TaskSpec ReadSpec() =>
        JsonSerializer.Deserialize(SpecJson.Span, CoordinatorJson.Stored.TaskSpec)
        ?? throw new InvalidDataException($"The spec of task {Id} is empty.");
}
