using InfraFabric.Governor.Escalation;

namespace InfraFabric.Governor.Messages;

/// <summary>An escalation as a message shows it.</summary>
public sealed record EscalationItem(
    string Id, string Kind, string Subject, EscalationSeverity Severity, string Text, string By, DateTimeOffset At);
