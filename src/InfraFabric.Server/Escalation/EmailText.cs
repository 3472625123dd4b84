using System.Globalization;
using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.Governor.Messages;

namespace InfraFabric.Server.Escalation;

/// <summary>A message as an e-mail (RFC 5322): its body in base64, so that no line of it means anything.</summary>
internal static class EmailText
{
    private const int LineLength = 76;

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    // What fits into an encoded word of 75 characters (RFC 2047).
    private const int WordBytes = 45;

    public static string Of(EscalationMessage message, string from, IReadOnlyList<string> to)
    {
        var text = new StringBuilder();
        Header(text, "From", from);
        Header(text, "To", string.Join(",\r\n ", to));
        Header(text, "Subject", Encoded(EscalationText.SubjectOf(message)));
        Header(text, "Date", $"{message.At.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", Invariant)} +0000");
        // The same however often it is sent, so that a mailbox can tell.
        var id = Sha256Hash.Of(Encoding.UTF8.GetBytes($"{from}\n{message.Id}\n{message.At:O}")).ToString()[7..39];
        Header(text, "Message-ID", $"<{id}@{from[(from.IndexOf('@') + 1)..]}>");
        Header(text, "Auto-Submitted", "auto-generated");
        if (message.Severity >= Governor.Escalation.EscalationSeverity.High)
            Header(text, "Importance", "high");
        Header(text, "MIME-Version", "1.0");
        Header(text, "Content-Type", "text/plain; charset=utf-8");
        Header(text, "Content-Transfer-Encoding", "base64");
        text.Append("\r\n");
        var body = Convert.ToBase64String(Encoding.UTF8.GetBytes(
            EscalationText.BodyOf(message).ReplaceLineEndings("\r\n")));
        for (var i = 0; i < body.Length; i += LineLength)
            text.Append(body, i, Math.Min(LineLength, body.Length - i)).Append("\r\n");
        return text.ToString();
    }

    private static void Header(StringBuilder text, string name, string value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");

    private static string Encoded(string subject)
    {
        if (subject.Length <= LineLength && !subject.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return subject;
        var words = new List<string>();
        var word = new List<byte>();
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in subject.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(bytes);
            if (word.Count + length > WordBytes)
            {
                words.Add(WordOf(word));
                word.Clear();
            }

            word.AddRange(bytes[..length]);
        }

        words.Add(WordOf(word));
        return string.Join("\r\n ", words);
    }

    private static string WordOf(List<byte> bytes) => $"=?utf-8?B?{Convert.ToBase64String([.. bytes])}?=";
}
