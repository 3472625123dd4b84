using System.CommandLine;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Commands.WitnessChecks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Server.Witness;
using InfraFabric.Witness.Anchors;

namespace InfraFabric.Cli.Commands.Witness;

internal static class WitnessAnchorCommand
{
    private static readonly Argument<string> Place = new("DIR|S3")
    {
        Description = "The place of the copy: a folder, made if it is not there, or s3://bucket/prefix.",
    };

    public static Command Create()
    {
        var verb = new Verb("anchor", "Copy what is new of the ledger, to where it can be restored from.")
        {
            Examples =
            [
                "witness anchor /mnt/anchor",
                "witness anchor s3://bucket/ledger",
                "witness anchor /mnt/mirror --from https://log.example/ --key 'log.example+9d3a1c22+AZbX...'",
            ],
            Arguments = { Place },
            Options = { WitnessOptions.From, WitnessOptions.Key },
            Checks = LogChecks.OfAnchor,
        };
        verb.Answers(() => CliJson.Default.AnchorAnswer, PushAsync, Show);
        return verb;
    }

    private static async Task<AnchorAnswer> PushAsync(CommandRun run)
    {
        using var place = AnchorPlaces.Open(run.Get(Place)!);
        using var log = NamedLog.Open(run, run.Get(WitnessOptions.From), newest: true);
        var signed = await SignedLog.ReadAsync(run, log.Source);
        var push = new AnchorPush(log.Source, signed.Signers.Keys, place);
        using (new Progress(run.Time, () => $"copying: {push.At} of {signed.Checkpoint.Size} entries"))
        {
            var state = await push.RunAsync(run.Cancellation);
            return new AnchorAnswer(place.ToString()!, signed.Checkpoint.Origin, state.Size, state.Added);
        }
    }

    private static void Show(AnchorAnswer anchor, Terminal terminal) => terminal.Line(
        $"{anchor.Place} holds the {anchor.Size} entries of {anchor.Origin}; {anchor.Added} of them are new.");
}
