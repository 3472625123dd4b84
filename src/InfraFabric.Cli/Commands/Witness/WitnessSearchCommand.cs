using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Witness;
using InfraFabric.Cli.Commands.WitnessChecks;
using InfraFabric.Cli.Frame;

namespace InfraFabric.Cli.Commands.Witness;

internal static class WitnessSearchCommand
{
    public static Command Create()
    {
        var verb = new Verb("search", "Find entries of the ledger, the newest first.")
        {
            Examples =
            [
                "witness search --limit 20",
                "witness search disk failed --from 2026-01-31T00:00:00Z",
                "witness search --severity medium --swarm session-1",
            ],
            Arguments = { WitnessFilters.Words },
            Checks = EntryChecks.OfFind,
        };
        foreach (var filter in WitnessFilters.All)
            verb.Options.Add(filter);
        verb.Answers(() => ApiJson.Wire.WitnessPageBody, FindAsync, WitnessText.List);
        return verb;
    }

    private static async Task<WitnessPageBody> FindAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await WitnessFilters.FindAsync(run, fabric, newest: true);
    }
}
