namespace InfraFabric.Api.Tasks;

/// <summary>Why a task is called off.</summary>
public sealed record ReasonBody(string? Reason = null);
