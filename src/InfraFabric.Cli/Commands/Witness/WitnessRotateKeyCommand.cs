using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Witness;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.Witness;

internal static class WitnessRotateKeyCommand
{
    public static Command Create()
    {
        var verb = new Verb("rotate-key", "Have the ledger signed by a new key, to which the old one hands over.")
        {
            Examples = ["witness rotate-key --why \"once a year\""],
            Changes = true,
        };
        verb.Answers(() => ApiJson.Wire.WitnessKeyBody, RotateAsync, Show);
        return verb;
    }

    private static async Task<WitnessKeyBody> RotateAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.CallAsync<WitnessKeyBody>(WitnessCalls.RotateKey);
    }

    private static void Show(WitnessKeyBody key, Terminal terminal)
    {
        terminal.Line($"The ledger is signed by a new key, as entry {key.Index} says.");
        terminal.Line($"  key      {key.Key}");
        terminal.Line($"  retired  {key.Retired}");
        terminal.Hint("Servers that share the ledger need the file keys/witness.key; cosigners need the new key.");
    }
}
