using System.CommandLine;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Commands.WitnessChecks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.Witness;

internal static class WitnessCheckpointCommand
{
    public static Command Create()
    {
        var verb = new Verb("checkpoint", "Show the ledger's signed checkpoint, and the key to verify it with.")
        {
            Examples =
            [
                "witness checkpoint",
                "witness checkpoint > seen.checkpoint",
                "witness checkpoint --from https://log.example/ --json",
            ],
            Options = { WitnessOptions.From, WitnessOptions.Key },
            Checks = LogChecks.OfCheckpoint,
        };
        verb.Answers(() => CliJson.Default.CheckpointAnswer, ReadAsync, Show);
        return verb;
    }

    private static async Task<CheckpointAnswer> ReadAsync(CommandRun run)
    {
        using var log = NamedLog.Open(run, run.Get(WitnessOptions.From));
        var signed = await SignedLog.ReadAsync(run, log.Source);
        return new CheckpointAnswer(
            signed.Checkpoint.Origin, signed.Checkpoint.Size, signed.Checkpoint.Root.ToString(),
            signed.Signer.ToString(), signed.Signers.Of(signed.Signer),
            [.. signed.Signers.Keys.Select(key => key.ToString()).Distinct()], signed.Note.ToString());
    }

    private static void Show(CheckpointAnswer checkpoint, Terminal terminal)
    {
        // The note alone, so that it can be kept as it is.
        terminal.Bytes(System.Text.Encoding.UTF8.GetBytes(checkpoint.Note));
        terminal.Hint($"key: {checkpoint.Key}");
    }
}
