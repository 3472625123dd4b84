namespace InfraFabric.Coordinator.Migration;

/// <summary>What a board says of a task.</summary>
public enum BoardState
{
    /// <summary>Nobody has it.</summary>
    Available,

    /// <summary>Somebody has it.</summary>
    InProgress,

    /// <summary>Somebody has it, or would, and cannot go on.</summary>
    Blocked,

    /// <summary>It is done.</summary>
    Completed,
}
