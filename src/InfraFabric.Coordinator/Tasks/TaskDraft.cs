using System.Text.Json;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;

namespace InfraFabric.Coordinator.Tasks;

/// <summary>A task as somebody asks for it; what is left out gets its default.</summary>
public sealed record TaskDraft
{
    /// <summary>Its name within one call that adds many, so that others there can depend on it.</summary>
    public string? Name { get; init; }

    public required string Type { get; init; }

    public string? Title { get; init; }

    public JsonElement? Payload { get; init; }

    public string? PayloadHash { get; init; }

    public IReadOnlyList<string>? Requires { get; init; }

    public int Priority { get; init; }

    public string? FairnessKey { get; init; }

    public double? FairnessWeight { get; init; }

    public IReadOnlyList<string>? DependsOn { get; init; }

    public DateTimeOffset? Deadline { get; init; }

    public int? MaxAttempts { get; init; }

    public int? BackoffMs { get; init; }

    public Money? Budget { get; init; }

    public int? StallAfterS { get; init; }

    public string? IdempotencyKey { get; init; }

    public string? Phase { get; init; }

    public string? Session { get; init; }

    public string? Parent { get; init; }

    /// <summary>The spec of the task, once all of it is within the limits.</summary>
    internal TaskSpec ToSpec(TaskId id, CoordinatorOptions options, DateTimeOffset now, string actor)
    {
        RequireLabels();
        RequireNumbers();
        Require.Payload(Payload, "payload");
        Require.HashOrNothing(PayloadHash, "payload_hash");
        return new TaskSpec
        {
            Id = id.ToString(),
            Type = Type,
            Title = Title,
            Payload = Payload,
            PayloadHash = PayloadHash,
            Requires = Capabilities.Sorted(Requires, "requires"),
            Priority = Priority,
            FairnessKey = FairnessKey,
            FairnessWeight = FairnessWeight,
            DependsOn = DependsOn is { Count: > 0 }
                ? [.. DependsOn.Select(d => TaskId.Parse(d).ToString()).Distinct(StringComparer.Ordinal)]
                : null,
            Deadline = Deadline,
            MaxAttempts = MaxAttempts ?? options.MaxAttempts,
            BackoffMs = BackoffMs ?? (int)options.Backoff.TotalMilliseconds,
            Budget = Budget,
            StallAfterS = StallAfterS ?? (int)options.StallAfter.TotalSeconds,
            IdempotencyKey = IdempotencyKey,
            Phase = Phase,
            Session = Session,
            Parent = Parent is null ? null : TaskId.Parse(Parent).ToString(),
            CreatedAt = now,
            CreatedBy = actor,
        };
    }

    private void RequireLabels()
    {
        if (Type is null)
            throw Require.Refused("type", "it is missing");
        Require.LabelOrNothing(Type, "type");
        Require.TextOrNothing(Title, "title");
        Require.LabelOrNothing(FairnessKey, "fairness_key");
        Require.LabelOrNothing(IdempotencyKey, "idempotency_key");
        Require.LabelOrNothing(Phase, "phase");
        Require.LabelOrNothing(Session, "session");
    }

    private void RequireNumbers()
    {
        Require.Within(Priority, -CoordinatorLimits.MaxPriority, CoordinatorLimits.MaxPriority, "priority");
        Require.Within(FairnessWeight ?? 1, 0.001, 1000, "fairness_weight");
        Require.Within(MaxAttempts ?? 1, 1, CoordinatorLimits.MaxAttempts, "max_attempts");
        Require.Within(BackoffMs ?? 0, 0, CoordinatorLimits.MaxBackoff.TotalMilliseconds, "backoff_ms");
        Require.Within(StallAfterS ?? 1, 1, TimeSpan.FromDays(1).TotalSeconds, "stall_after_s");
        Require.AtMost(DependsOn?.Count ?? 0, CoordinatorLimits.MaxDependencies, "depends_on");
        if (Budget < Money.Zero)
            throw Require.Refused("budget_micro_usd", "it must not be negative");
    }
}
