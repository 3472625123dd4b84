namespace InfraFabric.Coordinator.Migration;

/// <summary>How what was read contradicts itself.</summary>
public enum ConflictKind
{
    /// <summary>A task stands in two places that differ.</summary>
    TaskDiffers,

    /// <summary>A board and a session's status differ about who does a task.</summary>
    SessionDiffers,

    /// <summary>Something names a task that stands on no board.</summary>
    UnknownTask,

    /// <summary>Tasks wait for each other.</summary>
    Cycle,

    /// <summary>A task waits for more others than one may.</summary>
    TooManyDependencies,

    /// <summary>A session could be one of several swarms.</summary>
    SessionUnclear,
}
