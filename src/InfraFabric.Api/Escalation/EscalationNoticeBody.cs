namespace InfraFabric.Api.Escalation;

/// <summary>What a webhook is told: one escalation, or all that came within a while.</summary>
public sealed record EscalationNoticeBody
{
    /// <summary>The same however often it is sent: whoever has it already may answer 200 and do nothing.</summary>
    public required string Message { get; init; }

    /// <summary>The gravest of what it tells of: <c>low</c>, <c>medium</c>, <c>high</c> or <c>critical</c>.</summary>
    public required string Severity { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>How many escalations it tells of.</summary>
    public required int Count { get; init; }

    /// <summary>Those that it shows.</summary>
    public required IReadOnlyList<EscalationBody> Escalations { get; init; }

    /// <summary>What it does not show, by whose doing it is.</summary>
    public required IReadOnlyList<EscalationRestBody> Rest { get; init; }
}
