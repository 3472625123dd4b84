using InfraFabric.Governor.Messages;

namespace InfraFabric.Governor.Escalation;

/// <summary>An escalation as it is shown.</summary>
public sealed record EscalationStatus
{
    internal EscalationStatus(EscalationId id, EscalationRecord escalation, long revision)
    {
        Id = id;
        Kind = escalation.Kind;
        Subject = escalation.Subject;
        Severity = escalation.Severity;
        Text = escalation.Text;
        By = escalation.By;
        At = escalation.At;
        Trace = escalation.Trace;
        State = escalation.State;
        Answer = escalation.Answer;
        ClosedBy = escalation.ClosedBy;
        ClosedAt = escalation.ClosedAt;
        Revision = revision;
    }

    public EscalationId Id { get; }

    public string Kind { get; }

    public string Subject { get; }

    public EscalationSeverity Severity { get; }

    public string Text { get; }

    public string By { get; }

    public DateTimeOffset At { get; }

    public string? Trace { get; }

    public EscalationState State { get; }

    public string? Answer { get; }

    public string? ClosedBy { get; }

    public DateTimeOffset? ClosedAt { get; }

    public long Revision { get; }

    /// <summary>What became of it in the channels; none where no message tells of it yet.</summary>
    public IReadOnlyList<MessageStatus> Messages { get; init; } = [];
}
