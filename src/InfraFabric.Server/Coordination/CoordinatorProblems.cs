using InfraFabric.Coordinator;
using InfraFabric.Coordinator.Claims;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;

namespace InfraFabric.Server.Coordination;

/// <summary>What the coordinator could not do, in words for the caller.</summary>
internal static class CoordinatorProblems
{
    public static FabricException SessionGone(string swarm) => new(ErrorTable.SessionGone,
        $"The session of '{swarm}' has ended.",
        "It gave no sign of life for too long, it left, or the swarm has registered again since.",
        "Register again; what was claimed on that session has gone back to the queue.");

    /// <summary>Why a task could not be claimed.</summary>
    public static FabricException Of(ClaimOutcome outcome, string swarm, string? task) => outcome.Verdict switch
    {
        ClaimVerdict.SessionGone => SessionGone(swarm),
        ClaimVerdict.NotFound => FabricCoordinator.NoSuchTask(TaskId.Parse(task!)),
        ClaimVerdict.AlreadyOwned => new FabricException(ErrorTable.TaskOwned,
            $"Task {task} is not free.", $"The swarm '{outcome.Owner}' owns it, or may still accept it.",
            "Claim another: leave the task out to get the best one."),
        ClaimVerdict.NotReady => new FabricException(ErrorTable.TaskNotReady,
            $"Task {task} cannot be claimed.", $"It is {TaskBodies.NameOf(outcome.State!.Value)}.",
            $"See what it waits for, or how it ended: ifctl task show {task}."),
        ClaimVerdict.NotCapable => new FabricException(ErrorTable.NotCapable,
            $"Task {task} is not for '{swarm}'.", "It requires capabilities that the swarm did not register with.",
            "Claim another, or register with them if the swarm has them."),
        ClaimVerdict.NoCapacity => new FabricException(ErrorTable.CapacityFull,
            $"The swarm '{swarm}' takes nothing more.", "It has as much as its capacity allows, or it is draining.",
            "Complete something first, or register with a greater capacity."),
        ClaimVerdict.BreakerOpen => new FabricException(ErrorTable.BreakerOpen,
            $"The swarm '{swarm}' gets nothing.", "Its circuit breaker is open.",
            "See why: ifctl governor circuit-breakers. A person closes it: ifctl governor reset-circuit-breaker "
                + $"{swarm}"),
        _ => throw new InvalidOperationException($"No problem: {outcome.Verdict}."),
    };

    /// <summary>Why a step of the work did not happen.</summary>
    public static FabricException Of(WorkOutcome outcome, TaskId task, long fence) => outcome.Verdict switch
    {
        WorkVerdict.NotFound => FabricCoordinator.NoSuchTask(task),
        WorkVerdict.FenceStale => new FabricException(ErrorTable.FenceStale,
            $"The claim {fence} of task {task} is over.",
            $"The task is {TaskBodies.NameOf(outcome.State!.Value)} now: it was ended, handed over, called off, or lost"
                + " with its session.",
            "Stop working on it under this claim. Nothing of this call has happened."),
        WorkVerdict.NotYours => new FabricException(ErrorTable.Forbidden,
            $"The claim of task {task} is another identity's.", "Only its owner may work under it.",
            "Act as the identity that registered the swarm."),
        _ => throw new InvalidOperationException($"No problem: {outcome.Verdict}."),
    };
}
