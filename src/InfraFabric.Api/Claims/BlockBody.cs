namespace InfraFabric.Api.Claims;

/// <summary>The owner needs help.</summary>
public sealed record BlockBody
{
    public required long Fence { get; init; }

    public required string Reason { get; init; }

    /// <summary>Capabilities of whoever could help.</summary>
    public IReadOnlyList<string>? Needs { get; init; }

    /// <summary>Tasks whose end the owner waits for.</summary>
    public IReadOnlyList<string>? WaitsFor { get; init; }
}
