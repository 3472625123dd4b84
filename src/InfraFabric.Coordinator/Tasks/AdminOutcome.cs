namespace InfraFabric.Coordinator.Tasks;

/// <summary>The answer to changing a task from outside.</summary>
/// <param name="Done">Whether the task is now as was asked; otherwise its state does not allow it.</param>
/// <param name="State">Where it stands.</param>
public readonly record struct AdminOutcome(bool Done, TaskState State);
