namespace InfraFabric.Coordinator.Push;

/// <summary>What a stream tells.</summary>
public enum StreamEventKind
{
    /// <summary>A task is offered to the swarm: accept it by claiming it.</summary>
    Assigned,

    /// <summary>An offer is off: it was not accepted in time, went to another, or the task was called off.</summary>
    Withdrawn,

    /// <summary>The swarm owns a task. Told when a stream begins.</summary>
    Held,

    /// <summary>A claim of the swarm is over, whoever ended it.</summary>
    ClaimEnded,

    /// <summary>A blocker of the swarm's claim has been resolved.</summary>
    Unblocked,

    /// <summary>The swarm's profile has changed: it is draining, for example.</summary>
    Profile,

    /// <summary>Somebody needs help. Told to orchestrators.</summary>
    Blocker,

    /// <summary>A blocker is one no longer. Told to orchestrators.</summary>
    BlockerResolved,

    /// <summary>The swarm is asked to help with a blocked task.</summary>
    Help,

    /// <summary>The swarm's help is not needed any more.</summary>
    HelpOver,

    /// <summary>A task has changed. Told to observers.</summary>
    Changed,
}
