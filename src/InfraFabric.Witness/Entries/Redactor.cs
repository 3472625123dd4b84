using System.Text.RegularExpressions;

namespace InfraFabric.Witness.Entries;

/// <summary>
/// Blots out what must never stand in a ledger, by the name it is given under and by what it looks like: a ledger
/// cannot forget.
/// </summary>
internal static partial class Redactor
{
    public const string Blot = "[redacted]";

    private const int ShortestSecret = 8;

    /// <summary>A text without what looks like a secret.</summary>
    public static string? Clean(string? text) =>
        text is null or { Length: < ShortestSecret } ? text : BlotCards(Secrets().Replace(text, Blot));

    /// <summary>Particulars without those whose names or values are secret.</summary>
    public static IReadOnlyDictionary<string, string>? Clean(IReadOnlyDictionary<string, string>? parameters) =>
        parameters?.ToDictionary(
            parameter => parameter.Key,
            parameter => SecretNames().IsMatch(parameter.Key) ? Blot : Clean(parameter.Value)!,
            StringComparer.Ordinal);

    private static string BlotCards(string text) =>
        Cards().Replace(text, match => IsPartOfAnId(text, match) ? match.Value : BlotCard(match));

    /// <summary>
    /// Whether digits only look like a card because they stand in a UUID, by which something is found.
    /// </summary>
    private static bool IsPartOfAnId(string text, Match match)
    {
        var (begin, end) = (match.Index, match.Index + match.Length);
        while (begin > 0 && IsOfAnId(text[begin - 1]))
            begin--;
        while (end < text.Length && IsOfAnId(text[end]))
            end++;
        return Guid.TryParseExact(text.AsSpan(begin, end - begin), "D", out _);
    }

    private static bool IsOfAnId(char c) => char.IsAsciiHexDigit(c) || c == '-';

    private static string BlotCard(Match match)
    {
        var sum = 0;
        var even = false;
        for (var i = match.Length - 1; i >= 0; i--)
        {
            if (!char.IsAsciiDigit(match.ValueSpan[i]))
                continue;
            var digit = match.ValueSpan[i] - '0';
            var counted = even ? digit * 2 : digit;
            sum += counted > 9 ? counted - 9 : counted;
            even = !even;
        }

        return sum % 10 == 0 ? Blot : match.Value;
    }

    [GeneratedRegex(
        "pass(word|phrase|wd)?|secret|token|api.?key|private.?key|authorization|credential|cookie|signature|salt",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SecretNames();

    [GeneratedRegex(
        @"(?i:bearer|basic)\s+[A-Za-z0-9+/_=.~-]{8,}"
        + @"|(?i:authorization)\s*[=:][^\r\n]*"
        + @"|(?i:password|passwd|secret|token|api[_-]?key)\s*[=:]\s*\S+"
        + @"|\b(sk|pk|rk|ghp|gho|ghs|glpat|xox[abpr])[-_][A-Za-z0-9_-]{10,}"
        + @"|\bAKIA[0-9A-Z]{16}\b"
        + @"|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"
        + @"|-----BEGIN [A-Z ]*PRIVATE KEY-----[A-Za-z0-9+/=\s]*(-----END [A-Z ]*PRIVATE KEY-----)?",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Secrets();

    [GeneratedRegex(
        @"\b[0-9]([ -]?[0-9]){12,18}\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Cards();
}
