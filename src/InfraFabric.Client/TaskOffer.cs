using InfraFabric.Api.Tasks;

namespace InfraFabric.Client;

/// <summary>A task that is assigned to the agent, until it accepts or another one gets it.</summary>
public sealed class TaskOffer
{
    private readonly FabricAgent _agent;
    private readonly TaskClaim? _claim;

    internal TaskOffer(FabricAgent agent, TaskBody task)
    {
        _agent = agent;
        Task = task.Id;
        Spec = task.Spec;
        Revision = task.Revision;
    }

    internal TaskOffer(FabricAgent agent, TaskClaim claim)
    {
        _agent = agent;
        _claim = claim;
        Task = claim.Task;
        Spec = claim.Spec;
        Revision = claim.Fence;
    }

    /// <summary>The id of the task.</summary>
    public string Task { get; }

    /// <summary>What is to be done.</summary>
    public TaskSpecBody Spec { get; }

    /// <summary>The revision at which it was offered: a task that is offered again has a greater one.</summary>
    public long Revision { get; }

    /// <summary>Claims the task; null if it is not to be had any more.</summary>
    public Task<TaskClaim?> AcceptAsync(CancellationToken cancellationToken = default) => _claim is not null
        ? System.Threading.Tasks.Task.FromResult<TaskClaim?>(_claim)
        : _agent.AcceptAsync(Task, cancellationToken);
}
