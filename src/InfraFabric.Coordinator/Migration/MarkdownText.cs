using System.Text;
using System.Text.RegularExpressions;

namespace InfraFabric.Coordinator.Migration;

/// <summary>Takes the markup out of a line of Markdown, as far as boards use it.</summary>
internal static partial class MarkdownText
{
    /// <summary>The text without emphasis, links, code ticks and invisible characters.</summary>
    public static string Plain(string text)
    {
        var unlinked = LinkForm().Replace(text, "${text}");
        var plain = new StringBuilder(unlinked.Length);
        for (var i = 0; i < unlinked.Length; i++)
        {
            var c = unlinked[i];
            // Variation selectors and joiners: the same sign is written with and without them.
            if (c is '*' or '`' or '\uFE0F' or '\u200B' or '\u200D' or '\u2060' || IsEmphasis(unlinked, i))
                continue;
            plain.Append(char.IsWhiteSpace(c) || char.IsControl(c) ? ' ' : c);
        }

        return SpaceForm().Replace(plain.ToString(), " ").Trim();
    }

    /// <summary>What stands between the ticks of code in a line.</summary>
    public static IEnumerable<string> CodeIn(string text) =>
        CodeForm().Matches(text).Select(match => match.Groups["code"].Value);

    /// <summary>The line without what makes it a quotation, an item of a list, or a box to tick.</summary>
    public static string Body(string line, out bool? ticked)
    {
        var match = LeadForm().Match(line);
        var box = match.Groups["box"].Value;
        ticked = box.Length == 0 ? null : box != " ";
        return line[match.Length..];
    }

    /// <summary>The cells of a row of a table, without markup.</summary>
    public static IReadOnlyList<string> Cells(string line)
    {
        const char Escaped = '\uE000';
        var row = line.Replace(@"\|", $"{Escaped}").TrimStart(' ', '\t', '>').TrimEnd();
        row = row.StartsWith('|') ? row[1..] : row;
        row = row.EndsWith('|') ? row[..^1] : row;
        return [.. row.Split('|').Select(cell => Plain(cell.Replace(Escaped, '|')))];
    }

    public static bool IsTableRule(string line) => line.Contains('|') && RuleForm().IsMatch(line);

    private static bool IsEmphasis(string text, int at) => text[at] switch
    {
        '~' => at + 1 < text.Length && text[at + 1] == '~' || at > 0 && text[at - 1] == '~',
        // Inside a word it is part of a name.
        '_' => at == 0 || at == text.Length - 1 || !char.IsLetterOrDigit(text[at - 1])
            || !char.IsLetterOrDigit(text[at + 1]),
        _ => false,
    };

    [GeneratedRegex(@"!?\[(?<text>[^\[\]]*)\]\([^()]*\)",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LinkForm();

    [GeneratedRegex(" {2,}", RegexOptions.NonBacktracking)]
    private static partial Regex SpaceForm();

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex CodeForm();

    [GeneratedRegex(@"^[\s>]*(([-*+]|\d{1,4}[.)])\s+)?(\[(?<box>[ xX])\]\s+)?",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LeadForm();

    [GeneratedRegex(@"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RuleForm();
}
