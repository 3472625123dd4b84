using InfraFabric.Governor.Escalation;

namespace InfraFabric.Governor.Messages;

/// <summary>What a human is told at once: one escalation, or all that came within a while.</summary>
public sealed record EscalationMessage
{
    /// <summary>The channel and a number: the same however often it is sent.</summary>
    public required string Id { get; init; }

    /// <summary>The gravest of what it tells of.</summary>
    public required EscalationSeverity Severity { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>How many escalations it tells of.</summary>
    public required int Count { get; init; }

    /// <summary>Those that it shows; the rest is counted.</summary>
    public required IReadOnlyList<EscalationItem> Items { get; init; }

    /// <summary>What it does not show, by who caused it.</summary>
    public required IReadOnlyList<EscalationRest> Rest { get; init; }
}
