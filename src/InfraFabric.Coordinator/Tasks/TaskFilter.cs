using InfraFabric.Core.Ids;

namespace InfraFabric.Coordinator.Tasks;

/// <summary>Which tasks to list; what is null does not matter.</summary>
public sealed record TaskFilter
{
    public IReadOnlySet<TaskState>? States { get; init; }

    /// <summary>The swarm that owns it, or to which it is offered.</summary>
    public string? Swarm { get; init; }

    public string? Type { get; init; }

    public string? Phase { get; init; }

    public string? Session { get; init; }

    /// <summary>Only tasks after this one.</summary>
    public TaskId? After { get; init; }

    public int Limit { get; init; } = 100;

    internal bool Takes(TaskView task)
    {
        if (States is not null && !States.Contains(task.State))
            return false;
        if (Swarm is not null && task.Swarm != Swarm && task.OfferedTo != Swarm)
            return false;
        if (Type is null && Phase is null && Session is null)
            return true;
        var spec = task.ReadSpec();
        return (Type is null || spec.Type == Type) && (Phase is null || spec.Phase == Phase)
            && (Session is null || spec.Session == Session);
    }
}
