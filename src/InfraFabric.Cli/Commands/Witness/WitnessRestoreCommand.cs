using System.CommandLine;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Commands.State;
using InfraFabric.Cli.Commands.WitnessChecks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Config;
using InfraFabric.Server.Hosting;
using InfraFabric.Witness.Anchors;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Cli.Commands.Witness;

internal static class WitnessRestoreCommand
{
    private static readonly Option<string> From = new("--from")
    {
        Description = "The copy: a folder or s3://... that 'anchor' filled, or http(s)://...",
        HelpName = "DIR|URL",
        Required = true,
    };

    private static readonly Option<string> Into = new("--into")
    {
        Description = "The folder of the ledger [default: witness.directory of fabric.yaml].",
        HelpName = "DIR",
    };

    private static readonly Option<bool> Replace = new("--replace")
    {
        Description = "Put it in the place of the ledger that is there; the old one is set aside.",
    };

    public static Command Create()
    {
        var verb = new Verb("restore", "Make the ledger again from a copy, verified whole. The server must be stopped.")
        {
            Examples =
            [
                "witness restore --from /mnt/anchor",
                "witness restore --from s3://bucket/ledger --key 'example.org/log+9d3a1c22+AZbX...'",
                "witness restore --from /mnt/anchor --replace --why \"disk failed\"",
            ],
            Options = { From, Into, Replace, WitnessOptions.Key },
            Changes = true,
            Checks = LogChecks.OfRestore,
        };
        verb.Answers(() => CliJson.Default.LedgerRestoreAnswer, RestoreAsync, Show);
        return verb;
    }

    private static async Task<LedgerRestoreAnswer> RestoreAsync(CommandRun run)
    {
        var folder = Path.GetFullPath(run.Get(Into) ?? FabricConfig.Load(run.Home.Folder).Witness.Directory);
        using var log = NamedLog.Open(run, run.Get(From));
        var signed = await SignedLog.ReadAsync(run, log.Source);
        using var home = HomeLock.Take(run.Home);
        var place = new RestorePlace(folder, run.Time);
        place.Require(run.Get(Replace));
        var restore = new LedgerRestore(log.Source, new AuditOptions
        {
            Keys = signed.Signers.Keys,
            Handovers = signed.Handovers,
        });
        VerifyReport report;
        using (new Progress(run.Time, () => restore.Stand))
            report = await restore.IntoFolderAsync(place.Fresh, run.Cancellation);
        return new LedgerRestoreAnswer(
            folder, report.Origin!, report.Size, report.Signer!.ToString(), signed.Signers.Of(report.Signer),
            place.Swap());
    }

    private static void Show(LedgerRestoreAnswer restored, Terminal terminal)
    {
        terminal.Line($"Restored the {restored.Size} entries of {restored.Origin} into {restored.Folder}.");
        terminal.Line($"  key   {restored.Key}");
        if (restored.SetAside is { } aside)
        {
            terminal.Line($"The ledger that was there is kept in {aside}. To undo, while no server runs:");
            terminal.Line($"  mv '{restored.Folder}' '{restored.Folder}.undone' && mv '{aside}' '{restored.Folder}'");
        }
    }
}
