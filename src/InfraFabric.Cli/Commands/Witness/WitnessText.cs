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
