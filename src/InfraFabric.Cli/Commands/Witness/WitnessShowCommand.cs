using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Witness;
using InfraFabric.Cli.Commands.WitnessChecks;
using InfraFabric.Cli.Frame;
using InfraFabric.Client;

namespace InfraFabric.Cli.Commands.Witness;

internal static class WitnessShowCommand
{
    public static Command Create()
    {
        var verb = new Verb("show", "Show one entry; to operators also the texts about persons that are kept apart.")
        {
            Examples = ["witness show 4711", "witness show 4711 --json"],
            Arguments = { WitnessOptions.Entry },
            Checks = EntryChecks.OfShow,
        };
        verb.Answers(() => ApiJson.Wire.WitnessEntryBody, ShowAsync, WitnessText.Show);
        return verb;
    }

    private static async Task<WitnessEntryBody> ShowAsync(CommandRun run)
    {
        using var caller = ServerAccess.Open(run);
        return await new HttpWitnessApi(caller, run.Time).ShowAsync(run.Get(WitnessOptions.Entry), run.Cancellation);
    }
}
