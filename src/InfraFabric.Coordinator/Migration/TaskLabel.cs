using System.Globalization;
using System.Text.RegularExpressions;

namespace InfraFabric.Coordinator.Migration;

/// <summary>
/// The ids that people give tasks on boards: <c>P0.1.2</c>, <c>P0.1</c>, <c>F2.3b</c>, <c>TASK-12</c>. In a list of
/// dependencies also groups: <c>P0</c>.
/// </summary>
internal static partial class TaskLabel
{
    private const int MaxRange = CoordinatorLimits.MaxDependencies;

    /// <summary>The label that a text begins with, and what follows it.</summary>
    public static bool TryTake(string text, out string label, out string rest)
    {
        var match = LeadForm().Match(text);
        label = match.Success ? Normal(match.Groups["label"].Value) : "";
        rest = match.Success ? text[(match.Groups["label"].Index + match.Groups["label"].Length)..] : text;
        return match.Success;
    }

    public static bool IsIn(string text) => AnyForm().IsMatch(text);

    /// <summary>
    /// The labels and groups that a list names, ranges such as <c>P0.1.1-P0.1.4</c> written out; null when a range
    /// cannot be.
    /// </summary>
    public static IReadOnlyList<string>? ReadList(string text)
    {
        var labels = new List<string>();
        foreach (Match match in RangeForm().Matches(text))
        {
            var first = Normal(match.Groups["first"].Value);
            if (!match.Groups["last"].Success)
            {
                labels.Add(first);
                continue;
            }

            if (Between(first, Normal(match.Groups["last"].Value)) is not { } range)
                return null;
            labels.AddRange(range);
        }

        return [.. labels.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Whether a list has words that are neither labels nor what stands between them.</summary>
    public static bool HasOther(string text) =>
        OtherForm().IsMatch(FillForm().Replace(RangeForm().Replace(AsideForm().Replace(text, " "), " "), " "));

    private static IEnumerable<string>? Between(string first, string last)
    {
        var (firstDot, lastDot) = (first.LastIndexOf('.') + 1, last.LastIndexOf('.') + 1);
        if (firstDot != lastDot || firstDot == 0 || first[..firstDot] != last[..lastDot]
            || !int.TryParse(first.AsSpan(firstDot), NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            || !int.TryParse(last.AsSpan(lastDot), NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            || to < from || to - from >= MaxRange)
        {
            return null;
        }

        return Enumerable.Range(from, to - from + 1).Select(number => $"{first[..firstDot]}{number}");
    }

    private static string Normal(string label) => label[0] == 'p' ? $"P{label[1..]}" : label;

    [GeneratedRegex(
        @"^[ :,.;–—\-(\[""'|>#]{0,4}((?i:task)[ :#-]{1,3})?"
            + @"(?<label>([A-Z]{1,6}|p)\d{1,4}(\.\d{1,4}){1,5}[a-z]?|[A-Z]{2,10}-\d{1,6})\b",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LeadForm();

    [GeneratedRegex(@"\b([A-Z]{1,6}|p)\d{1,4}(\.\d{1,4}){1,5}[a-z]?\b",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AnyForm();

    [GeneratedRegex(@"\([^()]*\)", RegexOptions.NonBacktracking)]
    private static partial Regex AsideForm();

    [GeneratedRegex(@"\b(and|or|tasks?|phases?|all|of|completed?|done|the)\b",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex FillForm();

    [GeneratedRegex(@"\p{L}{2,}", RegexOptions.NonBacktracking)]
    private static partial Regex OtherForm();

    [GeneratedRegex(
        @"\b(?<first>([A-Z]{1,6}|p)\d{1,4}(\.\d{1,4}){0,5}[a-z]?|[A-Z]{2,10}-\d{1,6})\b"
            + @"( ?(-|–|—|\.\.|to|through) ?(?<last>([A-Z]{1,6}|p)\d{1,4}(\.\d{1,4}){0,5}[a-z]?)\b)?",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RangeForm();
}
