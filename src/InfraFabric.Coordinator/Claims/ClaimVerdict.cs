namespace InfraFabric.Coordinator.Claims;

/// <summary>How an attempt to claim a task ended.</summary>
public enum ClaimVerdict
{
    /// <summary>The swarm owns the task.</summary>
    Claimed,

    /// <summary>There is no task that the swarm could do now.</summary>
    NothingReady,

    /// <summary>Another swarm owns it, or it was assigned to another that may still accept it.</summary>
    AlreadyOwned,

    /// <summary>It waits for something, or has ended.</summary>
    NotReady,

    /// <summary>It requires capabilities that the swarm does not have.</summary>
    NotCapable,

    /// <summary>The swarm works on as many tasks as it can, or is draining.</summary>
    NoCapacity,

    /// <summary>The swarm's circuit breaker is open: it gets nothing until a person closes it.</summary>
    BreakerOpen,

    /// <summary>The session has ended; the swarm must register again.</summary>
    SessionGone,

    /// <summary>There is no such task.</summary>
    NotFound,
}
