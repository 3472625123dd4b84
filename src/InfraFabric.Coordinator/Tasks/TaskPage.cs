using InfraFabric.Core.Ids;

namespace InfraFabric.Coordinator.Tasks;

/// <summary>One page of tasks.</summary>
/// <param name="Tasks">The oldest first. A page may have fewer than asked for, or none, and not be the last.</param>
/// <param name="NextAfter">The task to read on after; null on the last page.</param>
public sealed record TaskPage(IReadOnlyList<TaskView> Tasks, TaskId? NextAfter);
