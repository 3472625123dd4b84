using System.Globalization;
using System.Text.RegularExpressions;
using InfraFabric.Core.Units;

namespace InfraFabric.Coordinator.Migration;

/// <summary>
/// What stands beside a task's title: whom it waits for, who has it, how long it takes, what it costs.
/// </summary>
internal static partial class LineDetails
{
    private static readonly HashSet<string> Nothing = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "-", "–", "—", "none", "nothing", "n/a", "no", "nil", "0", "tbd", "?",
    };

    /// <summary>Takes the details out of a text into the task; what is left is its title.</summary>
    public static string Take(BoardTask task, string text)
    {
        var rest = DependsForm().Replace(text, match =>
        {
            return TryDepend(task, match.Groups["list"].Value) ? " " : match.Value;
        });
        rest = OwnerForm().Replace(rest, match =>
        {
            task.Session ??= SessionLabel.Read(match.Groups["owner"].Value);
            return " ";
        });
        rest = HoursForm().Replace(rest, match =>
        {
            task.Hours ??= Number(match.Groups["most"].Value);
            return Lead(match);
        });
        rest = CostForm().Replace(rest, match =>
        {
            task.Budget ??= Dollars(match.Groups["most"].Value);
            return Lead(match);
        });
        return Tidy(rest);
    }

    /// <summary>Adds what a list of dependencies names; false when something in it names no task.</summary>
    public static bool TryDepend(BoardTask task, string list) => TryNames(list, task.DependsOn);

    /// <summary>Adds the tasks that a list names; false when something in it names none.</summary>
    public static bool TryNames(string list, List<string> into)
    {
        var text = list.Trim().TrimEnd('.', ';', ',');
        if (Nothing.Contains(text))
            return true;
        if (TaskLabel.ReadList(text) is not { Count: > 0 } labels)
            return false;
        into.AddRange(labels.Except(into).ToList());
        return !TaskLabel.HasOther(text);
    }

    /// <summary>Hours, of which a range counts with its end; false when it says none.</summary>
    public static bool TryHours(BoardTask task, string text)
    {
        if (Nothing.Contains(text.Trim()))
            return true;
        var match = BareForm().Match(text);
        task.Hours ??= match.Success ? Number(match.Groups["most"].Value) : null;
        return task.Hours is not null;
    }

    /// <summary>Dollars, of which a range counts with its end; false when it says none.</summary>
    public static bool TryCost(BoardTask task, string text)
    {
        if (Nothing.Contains(text.Trim()))
            return true;
        var match = BareForm().Match(text.Replace("$", "", StringComparison.Ordinal));
        task.Budget ??= match.Success ? Dollars(match.Groups["most"].Value) : null;
        return task.Budget is not null;
    }

    /// <summary>A title without what is left of the marks and brackets around it.</summary>
    public static string Tidy(string text)
    {
        var tidy = SpaceForm().Replace(EmptyForm().Replace(text, " "), " ");
        var start = 0;
        while (start < tidy.Length && (IsEdge(tidy[start]) || tidy[start] is ')' or ']'))
            start++;
        var end = tidy.Length;
        while (end > start && (IsEdge(tidy[end - 1]) || tidy[end - 1] is '(' or '['))
            end--;
        return tidy[start..end];
    }

    private static bool IsEdge(char c) => " :,;-–—|.•→".Contains(c);

    // The bracket or comma before a number stays; a word that announces it goes with it.
    private static string Lead(Match match) =>
        match.Groups["lead"].Value[0] is var lead && char.IsLetter(lead) ? " " : $"{lead} ";

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    // Nine digits before the point are within what money can hold.
    private static Money? Dollars(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars)
            ? Money.FromMicroUsd((long)(dollars * 1_000_000))
            : null;

    private const string Label = @"(([A-Z]{1,6}|p)\d{1,4}(\.\d{1,4}){0,5}[a-z]?|[A-Z]{2,10}-\d{1,6})";

    [GeneratedRegex(
        @"\b(?i:depends on|dependencies|dependency|depends|deps|dep|requires|needs|after|blocked by|waits for)\b"
            + $@"[ :]*(?<list>{Label}(( ?(,|&|\+|;|-|–|—|/|\band\b|\bto\b) ?)+{Label})*)\b",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex DependsForm();

    [GeneratedRegex(
        @"\b(owner|assigned to|assignee|claimed by|owned by|by)[ :]+"
            + @"(?<owner>session[ _#-]{0,3}\d{1,4}([_-][a-z0-9]+)*|@[a-z0-9_.-]+)"
            + @"|[(\[](?<owner>session[ _#-]{0,3}\d{1,4}([_-][a-z0-9]+)*)[)\]]",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex OwnerForm();

    [GeneratedRegex(
        @"(?<lead>[(\[,;|–—~-] ?|\b(estimate|est|effort|hours|time)[.:]{1,2} ?)~?\b"
            + @"(\d{1,4}(\.\d{1,3})? ?[-–] ?)?(?<most>\d{1,4}(\.\d{1,3})?) ?(h|hrs?|hours?)\b",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex HoursForm();

    [GeneratedRegex(
        @"(?<lead>[(\[,;|–—~-] ?|\b(cost|budget)[.:]{1,2} ?)~?\$"
            + @"(\d{1,9}(\.\d{1,4})? ?[-–] ?\$?)?(?<most>\d{1,9}(\.\d{1,4})?)\b",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex CostForm();

    [GeneratedRegex(
        @"^[ ~≈<]*(\d{1,6}(\.\d{1,4})? ?[-–] ?)?(?<most>\d{1,6}(\.\d{1,4})?) ?(h|hrs?|hours?|usd|dollars)?\W*$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex BareForm();

    [GeneratedRegex(@"[(\[][ ,;|/–—-]*[)\]]", RegexOptions.NonBacktracking)]
    private static partial Regex EmptyForm();

    [GeneratedRegex(" {2,}", RegexOptions.NonBacktracking)]
    private static partial Regex SpaceForm();
}
