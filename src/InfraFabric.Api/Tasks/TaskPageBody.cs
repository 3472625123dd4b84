namespace InfraFabric.Api.Tasks;

/// <summary>One page of tasks, the oldest first.</summary>
/// <param name="Tasks">A page may have fewer than asked for, or none, and not be the last.</param>
/// <param name="NextAfter">The task to read on after; null on the last page.</param>
public sealed record TaskPageBody(IReadOnlyList<TaskBody> Tasks, string? NextAfter);
