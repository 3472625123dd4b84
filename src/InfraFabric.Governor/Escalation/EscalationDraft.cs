using InfraFabric.Governor.Records;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Escalation;

/// <summary>
/// An escalation in the making: put what it becomes into the commit that it is about. A text that is too long is cut.
/// </summary>
/// <param name="Kind">One of <see cref="EscalationKind"/>, as a rule.</param>
/// <param name="Subject">The key of the record that it is about.</param>
/// <param name="Severity">How urgent it is.</param>
/// <param name="Text">What happened, why, and what the human can do.</param>
public sealed record EscalationDraft(string Kind, string Subject, EscalationSeverity Severity, string Text)
{
    public Write ToWrite(EscalationId id, Cause cause, DateTimeOffset at) => Write.Put(id.Key, RecordBytes.Of(
        new EscalationRecord
        {
            Kind = Kind,
            Subject = Subject,
            Severity = Severity,
            Text = Cut(Text),
            By = cause.Actor,
            At = at,
            Trace = cause.Trace.ToString(),
        }));

    private static string Cut(string text) => text.Length <= GovernorLimits.MaxEscalationText
        ? text
        : string.Concat(text.AsSpan(0, GovernorLimits.MaxEscalationText - 1), "…");
}
