using System.Text.Json;
using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Tasks;

/// <summary>A task: what was asked for, and what has become of it.</summary>
public sealed record TaskBody
{
    public required string Id { get; init; }

    /// <summary>waiting, ready, claimed, running, blocked, completed, failed, cancelled or dead.</summary>
    public required string State { get; init; }

    /// <summary>The revision that last changed it.</summary>
    public required long Revision { get; init; }

    public int Attempt { get; init; }

    /// <summary>Who owns it; once it has ended, who owned it last.</summary>
    public string? Swarm { get; init; }

    public long? Fence { get; init; }

    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>The swarm to which it is assigned and that has not accepted it yet.</summary>
    public string? OfferedTo { get; init; }

    public DateTimeOffset? OfferedUntil { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public ProgressNoteBody? Progress { get; init; }

    public JsonElement? Checkpoint { get; init; }

    public string? ResultHash { get; init; }

    /// <summary>The result itself, where one task is shown.</summary>
    public JsonElement? Result { get; init; }

    public string? Reason { get; init; }

    /// <summary>What the last one who helped said.</summary>
    public string? Answer { get; init; }

    [JsonPropertyName("spent_micro_usd")]
    public Money? Spent { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required TaskSpecBody Spec { get; init; }
}
