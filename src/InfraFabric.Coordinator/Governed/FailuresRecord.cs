using System.Text.Json.Serialization;

namespace InfraFabric.Coordinator.Governed;

/// <summary>
/// How many claims of a swarm have failed in a row, under <c>failures/{name}</c>: what the governor's breakers go by.
/// Its next success removes it.
/// </summary>
internal sealed record FailuresRecord
{
    /// <summary>None, when a swarm on trial has just succeeded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int Count { get; init; }

    /// <summary>The last task, and why it failed.</summary>
    public required string Task { get; init; }

    public string? Reason { get; init; }

    /// <summary>The session whose end was the last failure, if it was one.</summary>
    public long? LostSession { get; init; }

    public required DateTimeOffset At { get; init; }
}
