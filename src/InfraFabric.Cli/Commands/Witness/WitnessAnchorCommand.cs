using System.CommandLine;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Commands.WitnessChecks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Witness.Anchors;

namespace InfraFabric.Cli.Commands.Witness;

internal static class WitnessAnchorCommand
{
    private static readonly Argument<string> Folder = new("DIR")
    {
        Description = "The folder of the copy; made if it is not there.",
    };

    public static Command Create()
    {
        var verb = new Verb("anchor", "Copy what is new of the ledger into a folder, from which it can be restored.")
        {
            Examples =
            [
                "witness anchor /mnt/anchor",
                "witness anchor /mnt/mirror --from https://log.example/ --key 'log.example+9d3a1c22+AZbX...'",
            ],
            Arguments = { Folder },
            Options = { WitnessOptions.From, WitnessOptions.Key },
            Checks = LogChecks.OfAnchor,
        };
        verb.Answers(() => CliJson.Default.AnchorAnswer, PushAsync, Show);
        return verb;
    }

    private static async Task<AnchorAnswer> PushAsync(CommandRun run)
    {
        var folder = Path.GetFullPath(run.Get(Folder)!);
        using var log = NamedLog.Open(run, run.Get(WitnessOptions.From));
        var signed = await SignedLog.ReadAsync(run, log.Source);
        var push = new AnchorPush(log.Source, signed.Signers.Keys, new AnchorFolder(folder));
        using (new Progress(run.Time, () => $"copying: {push.At} of {signed.Checkpoint.Size} entries"))
        {
            var state = await push.RunAsync(run.Cancellation);
            return new AnchorAnswer(folder, signed.Checkpoint.Origin, state.Size, state.Added);
        }
    }

    private static void Show(AnchorAnswer anchor, Terminal terminal) => terminal.Line(
        $"{anchor.Folder} holds the {anchor.Size} entries of {anchor.Origin}; {anchor.Added} of them are new.");
}
