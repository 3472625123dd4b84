using InfraFabric.Api.Witness;
using InfraFabric.Cli.Commands.Tasks;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.Witness;

/// <summary>Entries of the ledger as text.</summary>
internal static class WitnessText
{
    private const string Agent = "if://agent/";

    /// <summary>What happened, one after the other, each with the time since the first.</summary>
    public static void Timeline(WitnessPageBody page, Terminal terminal)
    {
        if (IsEmpty(page, terminal))
            return;
        var first = page.Entries.Count > 0 ? page.Entries[0].Time : default;
        terminal.Table(
            ["INDEX", "ELAPSED", "WHO", "WHAT", "SUBJECT", "OUTCOME", "COST", "WHY"],
            page.Entries.Select(entry => RowOf(entry, ElapsedOf(entry.Time - first))));
        More(page, terminal);
    }

    /// <summary>What was found, each with its moment.</summary>
    public static void List(WitnessPageBody page, Terminal terminal)
    {
        if (IsEmpty(page, terminal))
            return;
        terminal.Table(
            ["INDEX", "TIME", "WHO", "WHAT", "SUBJECT", "OUTCOME", "COST", "WHY"],
            page.Entries.Select(entry => RowOf(entry, TimeText.Of(entry.Time))));
        More(page, terminal);
    }

    /// <summary>An entry on one line.</summary>
    public static string Line(WitnessEntryBody entry) =>
        string.Join("  ", RowOf(entry, TimeText.Of(entry.Time)).Where(cell => cell.Length > 0));

    /// <summary>All that an entry says.</summary>
    public static void Show(WitnessEntryBody entry, Terminal terminal) => terminal.Table(
        ["ENTRY", $"{entry.Index}"],
        RowsOf(entry).Where(row => row.Value is not null).Select(row => new[] { row.Name, row.Value! }));

    private static IEnumerable<(string Name, string? Value)> RowsOf(WitnessEntryBody entry) =>
    [
        ("time", TimeText.Of(entry.Time)),
        ("who", WhoOf(entry.Actor)),
        ("its sequence", $"{entry.Sequence}"),
        ("part", entry.Component),
        ("what", entry.Operation),
        ("subject", entry.Subject),
        ("outcome", OutcomeOf(entry)),
        ("why", entry.Why),
        ("fence", entry.Fence is { } fence ? $"{fence}" : null),
        ("cost", entry.Cost is { } cost ? $"{cost}" : null),
        ("trace", entry.Trace),
        ("revision", $"{entry.Revision}"),
        .. (entry.Parameters ?? new Dictionary<string, string>()).Select(pair => (pair.Key, (string?)pair.Value)),
        .. (entry.Personal ?? new Dictionary<string, string>()).Select(pair => (pair.Key, PersonalOf(entry, pair))),
    ];

    private static string? PersonalOf(WitnessEntryBody entry, KeyValuePair<string, string> commitment) =>
        entry.PersonalTexts?.GetValueOrDefault(commitment.Key) is { } kept ? kept.Text
        : entry.PersonalErased?.Contains(commitment.Key) == true ? $"erased ({commitment.Value})"
        : $"kept apart ({commitment.Value})";

    private static bool IsEmpty(WitnessPageBody page, Terminal terminal)
    {
        if (page.Entries.Count > 0 || page.NextAfter is not null)
            return false;
        terminal.Line($"There is no such entry among the {page.Size} of the ledger.");
        terminal.Hint("See the newest: ifctl witness search --limit 20");
        return true;
    }

    private static void More(WitnessPageBody page, Terminal terminal)
    {
        if (page.NextAfter is { } next)
            terminal.Hint($"There is more: --after {next}");
    }

    private static string[] RowOf(WitnessEntryBody entry, string when) =>
    [
        $"{entry.Index}", when, WhoOf(entry.Actor), entry.Operation, entry.Subject, OutcomeOf(entry),
        entry.Cost is { } cost ? $"{cost}" : "", TaskText.OneLine(entry.Why ?? ""),
    ];

    // Commands take the short form, too.
    private static string WhoOf(string actor) =>
        actor.StartsWith(Agent, StringComparison.Ordinal) ? actor[Agent.Length..] : actor;

    private static string OutcomeOf(WitnessEntryBody entry) =>
        (entry.Stage == "outcome" ? entry.Outcome : $"{entry.Stage}: {entry.Outcome}")
        + (entry.Severity == "info" ? "" : $" ({entry.Severity})");

    private static string ElapsedOf(TimeSpan elapsed) => $"+{TimeText.OfLength((long)elapsed.TotalMilliseconds)}";
}
