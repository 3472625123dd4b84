using InfraFabric.Api.Escalation;
using InfraFabric.Governor.Escalation;
using InfraFabric.Governor.Messages;

namespace InfraFabric.Server.Escalation;

/// <summary>Escalations and messages as the API and webhooks show them.</summary>
internal static class EscalationBodies
{
    public static EscalationBody From(EscalationStatus escalation) => new()
    {
        Id = escalation.Id.ToString(),
        Kind = escalation.Kind,
        Subject = escalation.Subject,
        Severity = EscalationText.Name(escalation.Severity),
        Text = escalation.Text,
        By = escalation.By,
        At = escalation.At,
        Trace = escalation.Trace,
        State = escalation.State == EscalationState.Open ? "open" : "closed",
        Answer = escalation.Answer,
        ClosedBy = escalation.ClosedBy,
        ClosedAt = escalation.ClosedAt,
    };

    public static MessageBody From(MessageStatus message) => new()
    {
        Message = message.Id,
        State = NameOf(message.State),
        Severity = EscalationText.Name(message.Severity),
        At = message.At,
        Count = message.Count,
        Attempts = message.Attempts,
        Error = message.Error,
        EndedAt = message.EndedAt,
    };

    public static EscalationNoticeBody From(EscalationMessage message) => new()
    {
        Message = message.Id,
        Severity = EscalationText.Name(message.Severity),
        At = message.At,
        Count = message.Count,
        Escalations = [.. message.Items.Select(From)],
        Rest = [.. message.Rest.Select(rest => new EscalationRestBody(rest.By, rest.Count))],
    };

    public static string NameOf(MessageState state) => state switch
    {
        MessageState.Waiting => "waiting",
        MessageState.Sent => "sent",
        _ => "dead",
    };

    private static EscalationBody From(EscalationItem item) => new()
    {
        Id = item.Id,
        Kind = item.Kind,
        Subject = item.Subject,
        Severity = EscalationText.Name(item.Severity),
        Text = item.Text,
        By = item.By,
        At = item.At,
        State = "open",
    };
}
