using System.Globalization;
using System.Text;
using InfraFabric.Governor.Escalation;

namespace InfraFabric.Governor.Messages;

/// <summary>A message in words, for channels that carry text.</summary>
public static class EscalationText
{
    /// <summary>One line.</summary>
    public static string SubjectOf(EscalationMessage message) => message is { Count: 1, Items: [var only] }
        ? $"[{Name(message.Severity)}] {OneLine(only.Kind)}: {OneLine(only.Subject)}"
        : $"[{Name(message.Severity)}] {message.Count} escalations";

    /// <summary>All of it.</summary>
    public static string BodyOf(EscalationMessage message)
    {
        var text = new StringBuilder();
        foreach (var item in message.Items)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"[{Name(item.Severity)}] {OneLine(item.Kind)} {OneLine(item.Subject)}, {Moment(item.At)}\n");
            text.Append(CultureInfo.InvariantCulture, $"{Plain(item.Text)}\n");
            text.Append(CultureInfo.InvariantCulture, $"by {OneLine(item.By)}\n");
            text.Append(CultureInfo.InvariantCulture, $"ifctl governor escalation {item.Id}\n\n");
        }

        foreach (var rest in message.Rest)
            text.Append(CultureInfo.InvariantCulture, $"and {rest.Count} more of {OneLine(rest.By)}\n");
        if (message.Rest.Count > 0)
            text.Append("All of them: ifctl governor escalations\n\n");
        return text.Append(CultureInfo.InvariantCulture, $"message {message.Id}\n").ToString();
    }

    public static string Name(EscalationSeverity severity) => severity switch
    {
        EscalationSeverity.Low => "low",
        EscalationSeverity.Medium => "medium",
        EscalationSeverity.High => "high",
        _ => "critical",
    };

    private static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string OneLine(string text) => Plain(text.ReplaceLineEndings(" "));

    // What agents say may go to a terminal, where control characters do things.
    private static string Plain(string text) => text.Any(IsUnfit)
        ? string.Create(text.Length, text, static (plain, said) =>
        {
            for (var i = 0; i < said.Length; i++)
                plain[i] = IsUnfit(said[i]) ? ' ' : said[i];
        })
        : text;

    private static bool IsUnfit(char c) => char.IsControl(c) && c != '\n';
}
