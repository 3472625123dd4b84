using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Tasks;

/// <summary>Why a task does not get on.</summary>
public sealed record BlockerBody
{
    public required string Task { get; init; }

    /// <summary>declared, cycle, stall, dependency or budget.</summary>
    public required string Kind { get; init; }

    public required string Reason { get; init; }

    public string? Swarm { get; init; }

    public long? Fence { get; init; }

    public IReadOnlyList<string>? Needs { get; init; }

    public IReadOnlyList<string>? WaitsFor { get; init; }

    public IReadOnlyList<string>? Cycle { get; init; }

    /// <summary>The budget that has not enough left, if it is that: the task goes on by itself once it has.</summary>
    public string? Budget { get; init; }

    /// <summary>Millionths of a US dollar that it needs.</summary>
    [JsonPropertyName("amount_micro_usd")]
    public Money? Amount { get; init; }

    public DateTimeOffset RaisedAt { get; init; }
}
