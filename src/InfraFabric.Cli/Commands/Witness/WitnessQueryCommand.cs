using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Witness;
using InfraFabric.Cli.Commands.WitnessChecks;
using InfraFabric.Cli.Frame;

namespace InfraFabric.Cli.Commands.Witness;

internal static class WitnessQueryCommand
{
    public static Command Create()
    {
        var verb = new Verb("query", "Show what happened, the oldest first: who did what, why, and what came of it.")
        {
            Examples =
            [
                "witness query --trace-token 0198c5a2-1f00-7abc-8def-0123456789ab",
                "witness query --task 0198c5a2-1f00-7abc-8def-0123456789ac --json",
                "witness query --actor Finance.Agent/1 --operation task.*",
            ],
            Checks = EntryChecks.OfFind,
        };
        foreach (var filter in WitnessFilters.All)
            verb.Options.Add(filter);
        verb.Answers(() => ApiJson.Wire.WitnessPageBody, FindAsync, WitnessText.Timeline);
        return verb;
    }

    private static async Task<WitnessPageBody> FindAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await WitnessFilters.FindAsync(run, fabric, newest: false);
    }
}
