namespace InfraFabric.Api.Tasks;

/// <summary>Tasks that are added in one call, up to 100, and may depend on each other by name.</summary>
/// <param name="Tasks">The tasks.</param>
public sealed record TasksAddBody(IReadOnlyList<TaskAddBody> Tasks);
