namespace InfraFabric.Api.Tasks;

/// <summary>Why a task is called off.</summary>
/// <param name="Reason">Why; kept with the task.</param>
public sealed record ReasonBody(string? Reason = null);
