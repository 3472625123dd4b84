using InfraFabric.Api.Escalation;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.Escalations;

/// <summary>Escalations and messages, for people.</summary>
internal static class EscalationWords
{
    public static void Show(EscalationBody escalation, Terminal terminal)
    {
        terminal.Line($"{escalation.Id}  {escalation.State}  {escalation.Severity}  {escalation.Kind}");
        terminal.Line($"  about  {escalation.Subject}");
        terminal.Line($"  by     {escalation.By}");
        terminal.Line($"  at     {TimeText.Of(escalation.At)}");
        terminal.Line($"  {escalation.Text}");
        if (escalation.ClosedAt is { } at)
            terminal.Line($"  closed by {escalation.ClosedBy}, {TimeText.Of(at)}: {escalation.Answer}");
        if (escalation.Messages is { Count: > 0 } messages)
            ShowAll(messages, terminal);
        else
            terminal.Line("  No channel has told of it yet.");
    }

    public static void ShowAll(IReadOnlyList<MessageBody> messages, Terminal terminal) => terminal.Table(
        ["MESSAGE", "STATE", "SEVERITY", "TELLS OF", "ATTEMPTS", "AT", "ERROR"],
        messages.Select(message => new[]
        {
            message.Message, message.State, message.Severity, $"{message.Count}", $"{message.Attempts}",
            TimeText.Of(message.At), message.Error ?? "",
        }));
}
