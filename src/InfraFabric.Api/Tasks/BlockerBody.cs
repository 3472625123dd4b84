namespace InfraFabric.Api.Tasks;

/// <summary>Why a task does not get on.</summary>
public sealed record BlockerBody
{
    public required string Task { get; init; }

    /// <summary>declared, cycle, stall or dependency.</summary>
    public required string Kind { get; init; }

    public required string Reason { get; init; }

    public string? Swarm { get; init; }

    public long? Fence { get; init; }

    public IReadOnlyList<string>? Needs { get; init; }

    public IReadOnlyList<string>? WaitsFor { get; init; }

    public IReadOnlyList<string>? Cycle { get; init; }

    public DateTimeOffset RaisedAt { get; init; }
}
