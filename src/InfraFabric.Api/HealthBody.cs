namespace InfraFabric.Api;

/// <summary>The answer to a health question: <c>ok</c>, and the backend's name where it was asked too.</summary>
public sealed record HealthBody(string Status, string? Backend = null);
