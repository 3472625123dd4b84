using System.Text.Json;
using System.Text.Json.Serialization;
using InfraFabric.Coordinator.Records;
using InfraFabric.Core.Units;

namespace InfraFabric.Coordinator.Tasks;

/// <summary>
/// What is to be done, as it was asked for. It is stored once, under <c>specs/{id}</c>, and never changes; what becomes
/// of the task is in its <see cref="TaskRecord"/>.
/// </summary>
public sealed record TaskSpec
{
    public required string Id { get; init; }

    /// <summary>The kind of work, such as <c>research</c>: a word that those who do it know.</summary>
    public required string Type { get; init; }

    public string? Title { get; init; }

    /// <summary>What the work needs to know, up to <see cref="CoordinatorLimits.MaxPayloadBytes"/>.</summary>
    public JsonElement? Payload { get; init; }

    /// <summary>The hash of a larger payload in the blob area.</summary>
    public string? PayloadHash { get; init; }

    /// <summary>Capabilities, <c>domain:skill</c>, all of which a swarm must have; sorted, each once.</summary>
    public IReadOnlyList<string>? Requires { get; init; }

    /// <summary>Greater ones go first.</summary>
    public int Priority { get; init; }

    /// <summary>Tasks of one priority are dealt out in turn across these keys.</summary>
    public string? FairnessKey { get; init; }

    /// <summary>How many turns the key takes compared with one of weight 1.</summary>
    public double? FairnessWeight { get; init; }

    /// <summary>Tasks that must be completed first.</summary>
    public IReadOnlyList<string>? DependsOn { get; init; }

    /// <summary>When it is too late.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Claims that may end without a result before the task is a dead letter.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>The longest wait after the first attempt; it doubles after each.</summary>
    public int BackoffMs { get; init; }

    /// <summary>What its work may cost.</summary>
    [JsonPropertyName("budget_micro_usd")]
    public Money? Budget { get; init; }

    /// <summary>How long a claim may show no progress before it counts as stalled.</summary>
    public required int StallAfterS { get; init; }

    public string? IdempotencyKey { get; init; }

    /// <summary>A label: the phase of a plan.</summary>
    public string? Phase { get; init; }

    /// <summary>A label: the session that is meant to do it.</summary>
    public string? Session { get; init; }

    /// <summary>The task from which this one came.</summary>
    public string? Parent { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>Whether another spec, made by the same call again, asks for the same.</summary>
    internal bool AsksTheSameAs(TaskSpec other) =>
        RecordBytes.Of(Timeless(this)).AsSpan().SequenceEqual(RecordBytes.Of(Timeless(other)));

    private static TaskSpec Timeless(TaskSpec spec) => spec with { Id = "", CreatedAt = default };
}
