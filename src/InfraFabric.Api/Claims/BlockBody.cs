namespace InfraFabric.Api.Claims;

/// <summary>The owner needs help.</summary>
public sealed record BlockBody
{
    /// <summary>The fence of the claim, as claiming answered.</summary>
    public required long Fence { get; init; }

    /// <summary>What is in the way, and what would help.</summary>
    public required string Reason { get; init; }

    /// <summary>Capabilities of whoever could help.</summary>
    public IReadOnlyList<string>? Needs { get; init; }

    /// <summary>Tasks whose end the owner waits for.</summary>
    public IReadOnlyList<string>? WaitsFor { get; init; }
}
