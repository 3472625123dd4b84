using System.Text.RegularExpressions;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Importing;

/// <summary>What stands in a line of Markdown: names of swarms, capabilities, costs.</summary>
internal static partial class DocumentText
{
    /// <summary>
    /// The swarm that a heading, the lead of an item or a cell names: <c>session-4-sip</c> as it is, or
    /// <c>Session 4: SIP gateway</c>, which becomes the same.
    /// </summary>
    public static string? NameIn(string text)
    {
        if (ExactName().Match(text) is { Success: true } exact)
            return exact.Value.ToLowerInvariant().TrimEnd('-', '_', '.');
        if (NumberedName().Match(text) is not { Success: true } numbered)
            return null;
        var label = numbered.Groups["label"].Value.ToLowerInvariant().Replace(".", "", StringComparison.Ordinal);
        var name = $"{numbered.Groups["kind"].Value.ToLowerInvariant()}-{numbered.Groups["number"].Value}";
        return label.Length == 0 ? name : $"{name}-{label}";
    }

    /// <summary>The name of whatever stands in the column of names; null if none can be made of it.</summary>
    public static string? NameOfCell(string cell)
    {
        var slug = NoName().Replace(Plain(cell).ToLowerInvariant(), "-").Trim('-');
        return NameIn(Plain(cell)) ?? (SwarmName.TryParse(slug, out _) && slug.Any(char.IsAsciiLetter) ? slug : null);
    }

    /// <summary>Capabilities that are written as such.</summary>
    public static IEnumerable<string> CapabilitiesIn(string text)
    {
        foreach (Match match in TokenForm().Matches(text))
        {
            if (CapabilityOf(match.Value) is { } capability)
                yield return capability;
        }
    }

    /// <summary>The text without capabilities that are written as such, whose words say no more than they do.</summary>
    public static string WithoutCapabilities(string text) =>
        TokenForm().Replace(text, match => CapabilityOf(match.Value) is null ? match.Value : " ");

    /// <summary>What an hour costs, where it is said.</summary>
    public static Money? CostIn(string text) =>
        (CostForm().Match(text) is { Success: true } said ? said : CostKeyForm().Match(text)) is { Success: true } found
        && Money.TryParse(found.Groups["sum"].Value, out var money)
            ? money
            : null;

    /// <summary>A sum that stands alone in a cell.</summary>
    public static Money? SumIn(string cell) =>
        SumForm().Match(cell) is { Success: true } found && Money.TryParse(found.Groups["sum"].Value, out var money)
            ? money
            : null;

    /// <summary>The text without ticks, stars and links.</summary>
    public static string Plain(string text) => LinkForm().Replace(text, "${text}")
        .Replace("`", "", StringComparison.Ordinal).Replace("*", "", StringComparison.Ordinal).Trim();

    private static string? CapabilityOf(string token)
    {
        // Stars around it are emphasis; one behind the colon is all of a domain.
        var written = token.TrimStart('*').TrimEnd('.');
        if (written.EndsWith("**", StringComparison.Ordinal))
            written = written.TrimEnd('*');
        return written.Length > 0 && char.IsAsciiLetter(written[0])
            && Capability.TryParseOffer(written, out var capability) ? capability.Text : null;
    }

    /// <summary>How far a line is indented.</summary>
    public static int IndentOf(string line) => line.Length - line.TrimStart().Length;

    /// <summary>The level of a heading; 0 if the line is none.</summary>
    public static int HeadingLevel(string line)
    {
        var level = line.TakeWhile(c => c == '#').Count();
        return level is > 0 and <= 6 && line.Length > level && line[level] == ' ' ? level : 0;
    }

    /// <summary>The text of an item of a list; null if the line is none.</summary>
    public static string? ItemIn(string line) =>
        ItemForm().Match(line) is { Success: true } item ? line[item.Length..] : null;

    public static IReadOnlyList<string> Cells(string line) =>
        [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];

    public static bool IsTableRule(string line) => line.Contains('|') && RuleForm().IsMatch(line);

    [GeneratedRegex(@"\b(session|swarm|agent)-[a-z0-9]+([-_.][a-z0-9]+)*",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ExactName();

    [GeneratedRegex(
        @"\b(?<kind>session|swarm|agent)\s+#?(?<number>\d{1,4})\b(\s*[:(\u2013\u2014-]+\s*(?<label>[a-z][a-z0-9.]*))?",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NumberedName();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex NoName();

    [GeneratedRegex("[A-Za-z0-9:/.@_*-]+", RegexOptions.NonBacktracking)]
    private static partial Regex TokenForm();

    [GeneratedRegex(@"\$\s?(?<sum>\d+(\.\d{1,6})?)\s*(/\s*h(our|r)?\b|an hour|per hour)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex CostForm();

    [GeneratedRegex(@"cost[ _]per[ _]hour\W{0,4}\s*\$?(?<sum>\d+(\.\d{1,6})?)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex CostKeyForm();

    [GeneratedRegex(@"^\W*\$?(?<sum>\d+(\.\d{1,6})?)\W*(/?\s*h(our|r)?)?\W*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex SumForm();

    [GeneratedRegex(@"\[(?<text>[^\[\]]*)\]\([^()]*\)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LinkForm();

    [GeneratedRegex(@"^\s*([-*+]|\d{1,4}[.)])\s+(\[[ xX]\]\s+)?",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ItemForm();

    [GeneratedRegex(@"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RuleForm();
}
