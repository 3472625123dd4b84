namespace InfraFabric.Coordinator.Tasks;

/// <summary>The answer to adding a task.</summary>
/// <param name="Spec">The task: the new one, or the one that its idempotency key had made before.</param>
/// <param name="Revision">The commit that made it.</param>
/// <param name="IsNew">Whether this call made it.</param>
public readonly record struct AddOutcome(TaskSpec Spec, long Revision, bool IsNew);
