using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Coordinator.Blockers;

/// <summary>Why a task does not get on, under <c>blockers/{task}</c>, until somebody has helped.</summary>
public sealed record BlockerRecord
{
    public required string Task { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required BlockerKind Kind { get; init; }

    public required string Reason { get; init; }

    /// <summary>The swarm whose work is blocked, if the task is owned.</summary>
    public string? Swarm { get; init; }

    /// <summary>The claim that is blocked.</summary>
    public long? Fence { get; init; }

    /// <summary>Capabilities of whoever could help.</summary>
    public IReadOnlyList<string>? Needs { get; init; }

    /// <summary>Tasks whose end the owner waits for.</summary>
    public IReadOnlyList<string>? WaitsFor { get; init; }

    /// <summary>The circle of tasks, if it is one.</summary>
    public IReadOnlyList<string>? Cycle { get; init; }

    /// <summary>The budget that has not enough left, if it is that.</summary>
    public string? Budget { get; init; }

    /// <summary>How much it needs.</summary>
    [JsonPropertyName("amount_micro_usd")]
    public Money? Amount { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }
}
