namespace InfraFabric.Coordinator.Board;

/// <summary>What the passing of time, or somebody's end, has left to be done.</summary>
internal enum ChoreKind
{
    /// <summary>The session on which a claim lived has ended: the task goes back, its attempt counted.</summary>
    SessionOver,

    /// <summary>Whoever a task was offered to has not accepted it in time, or is gone.</summary>
    OfferOver,

    /// <summary>A pause between two attempts may be over.</summary>
    PauseOver,

    /// <summary>A deadline may have passed.</summary>
    Deadline,

    /// <summary>A claim may have shown no progress for too long.</summary>
    Stall,

    /// <summary>A task depends on one that has ended without being completed.</summary>
    DependencyFailed,

    /// <summary>A task ended so long ago that nobody needs it any more.</summary>
    Expired,

    /// <summary>Tasks may wait for each other in a circle.</summary>
    Cycle,

    /// <summary>A blocker may be one no longer.</summary>
    BlockerOver,
}
