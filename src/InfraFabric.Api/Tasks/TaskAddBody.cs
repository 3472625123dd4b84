using System.Text.Json;
using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Tasks;

/// <summary>A task as it is asked for. Only the type must be given.</summary>
public sealed record TaskAddBody
{
    /// <summary>Its name within one call that adds many, by which others there can depend on it.</summary>
    public string? Name { get; init; }

    /// <summary>The kind of work: a word that those who do it know.</summary>
    public required string Type { get; init; }

    /// <summary>What it is, in a line for people.</summary>
    public string? Title { get; init; }

    /// <summary>What the work needs to know: any JSON up to 64 KiB.</summary>
    public JsonElement? Payload { get; init; }

    /// <summary>The hash of a larger payload that was put into the blob area.</summary>
    public string? PayloadHash { get; init; }

    /// <summary>Capabilities, <c>domain:skill</c>, all of which a swarm must have.</summary>
    public IReadOnlyList<string>? Requires { get; init; }

    /// <summary>Greater ones go first.</summary>
    public int Priority { get; init; }

    /// <summary>Tasks of one priority are dealt out in turn across these keys.</summary>
    public string? FairnessKey { get; init; }

    /// <summary>How many turns the key takes compared with one of weight 1.</summary>
    public double? FairnessWeight { get; init; }

    /// <summary>Ids, or names of the same call, of tasks that must be completed first.</summary>
    public IReadOnlyList<string>? DependsOn { get; init; }

    /// <summary>When it is too late.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Attempts that may fail before it is a dead letter.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>The longest wait after the first attempt; it doubles after each.</summary>
    public int? BackoffMs { get; init; }

    /// <summary>What its work may cost.</summary>
    [JsonPropertyName("budget_micro_usd")]
    public Money? Budget { get; init; }

    /// <summary>Seconds without a word from its owner after which it counts as stalled.</summary>
    public int? StallAfterS { get; init; }

    /// <summary>The same key again is answered with the first task. The header does the same.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>A label: the phase of the work that it belongs to.</summary>
    public string? Phase { get; init; }

    /// <summary>A label: the session of work that it belongs to.</summary>
    public string? Session { get; init; }

    /// <summary>The task from which this one came.</summary>
    public string? Parent { get; init; }
}
