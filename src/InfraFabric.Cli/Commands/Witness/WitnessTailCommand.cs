using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Witness;
using InfraFabric.Cli.Commands.WitnessChecks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Witness;

internal static class WitnessTailCommand
{
    private const int DefaultLines = 10;

    private static readonly Option<bool> Follow = new("--follow", "-f")
    {
        Description = "Show what comes, too, until it is stopped.",
    };

    private static readonly Option<int?> Lines = new("--lines", "-n")
    {
        Description = $"How many of the newest entries, 0 to 1000 [default: {DefaultLines}].",
        HelpName = "COUNT",
    };

    public static Command Create()
    {
        var verb = new Verb("tail", "Show the newest entries of the ledger, one on a line, and those that come.")
        {
            Examples =
            [
                "witness tail -f",
                "witness tail -n 50 --swarm session-1",
                "witness tail -f -n 0 --severity medium --json",
                "witness tail -f disk failed",
            ],
            Arguments = { WitnessFilters.Words },
            Options = { Follow, Lines },
            Checks = EntryChecks.OfTail,
        };
        foreach (var filter in WitnessFilters.OfEntries)
            verb.Options.Add(filter);
        verb.Runs(TailAsync);
        return verb;
    }

    private static async Task<int> TailAsync(CommandRun run)
    {
        using var caller = ServerAccess.Open(run);
        var ledger = new HttpWitnessApi(caller, run.Time);
        var lines = run.Get(Lines) ?? DefaultLines;
        // Also where none are to be shown: the page says from where to go on.
        var newest = await ledger.FindAsync(
            WitnessFilters.RequestOf(run, WitnessCalls.Find)
                .Where("newest", "true").Where("limit", $"{(lines == 0 ? 1 : lines)}"),
            run.Cancellation);
        foreach (var entry in newest.Entries.Take(lines).Reverse())
            Show(entry, run.Terminal);
        if (!run.Get(Follow))
            return ExitCodes.Done;
        try
        {
            var come = ledger.FollowAsync(
                WitnessFilters.RequestOf(run, WitnessCalls.Watch), Math.Max(0, newest.Size - 1), run.Cancellation);
            await foreach (var entry in come)
                Show(entry, run.Terminal);
        }
        catch (OperationCanceledException) when (run.Cancellation.IsCancellationRequested)
        {
            // To be stopped is how it ends.
        }

        return ExitCodes.Done;
    }

    private static void Show(WitnessEntryBody entry, Terminal terminal)
    {
        if (terminal.Json)
            terminal.JsonLine(entry, ApiJson.Wire.WitnessEntryBody);
        else
            terminal.Line(WitnessText.Line(entry));
    }
}
