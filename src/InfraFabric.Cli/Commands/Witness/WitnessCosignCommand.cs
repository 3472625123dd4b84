using System.CommandLine;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Commands.WitnessChecks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Witness.Cosigning;
using InfraFabric.Witness.Cosigning;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Cli.Commands.Witness;

internal static class WitnessCosignCommand
{
    private static readonly Argument<string> Target = new("NOTE|URL")
    {
        Description = "The checkpoint: a file, or the log that has it, a folder or http(s)://...",
    };

    private static readonly Option<string> As = new("--as")
    {
        Description = "The name to cosign under, the same for ever [default: made from the key].",
        HelpName = "NAME",
    };

    public static Command Create()
    {
        var verb = new Verb("cosign", "Vouch for another log: its checkpoint continues the last one cosigned here.")
        {
            Examples =
            [
                "witness cosign https://log.example/ > cosigned.checkpoint",
                "witness cosign their.checkpoint --from https://log.example/ --key 'log.example+9d3a1c22+AZbX...'",
            ],
            Arguments = { Target },
            Options = { As, WitnessOptions.From, WitnessOptions.Key },
            Checks = LogChecks.OfCosign,
        };
        verb.Answers(() => CliJson.Default.CosignAnswer, CosignAsync, Show,
            answer => answer.Note is null ? ExitCodes.CheckFailed : ExitCodes.Done);
        return verb;
    }

    private static async Task<CosignAnswer> CosignAsync(CommandRun run)
    {
        var target = run.Get(Target)!;
        var isFile = File.Exists(target);
        using var log = isFile && run.Get(WitnessOptions.From) is null
            ? null
            : NamedLog.Open(run, isFile ? run.Get(WitnessOptions.From) : target);
        var note = isFile
            ? FileCheck.ReadNote(target)
            : (await SignedLog.ReadAsync(run, log!.Source)).Note;
        var own = log is null ? [] : LogKeys.Read(await log.Source.ReadKeysAsync(run.Cancellation));
        var signers = LogSigners.For(run, note, own);
        using var secret = CosignerKey.Take(run.Home);
        var signer = CosignerKey.NoteKeyOf(secret, run.Get(As));
        var outcome = await new Cosigner(signer, secret, CosignerKey.LogsOf(run.Home), run.Time)
            .CosignAsync(note, signers.Keys, signers.AreGiven, (ITileSource?)log?.Source, run.Cancellation);
        return new CosignAnswer(
            target, signer.ToString(), outcome.Note?.ToString(), outcome.Fault?.Reason,
            outcome.Fork is { } fork ? ForkEvidence.Keep(run.Home, fork, run.Time) : null);
    }

    private static void Show(CosignAnswer cosigned, Terminal terminal)
    {
        if (cosigned.Note is { } note)
        {
            terminal.Bytes(System.Text.Encoding.UTF8.GetBytes(note));
            terminal.Hint($"key: {cosigned.Key}");
            return;
        }

        terminal.Line($"REFUSED: {cosigned.Reason}");
        if (cosigned.Evidence is { } folder)
            terminal.Line($"  fork  both notes are kept in {folder}");
    }
}
