namespace InfraFabric.Api.Tasks;

/// <summary>The answer to adding many tasks, in the order of the call.</summary>
public sealed record TasksAddedBody(IReadOnlyList<TaskAddedBody> Tasks);
