using System.CommandLine;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.State;

internal static class StateBackupCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "Where to write it." };

    private static readonly Option<bool> Force = new("--force") { Description = "Replace FILE if it is there." };

    public static Command Create()
    {
        var verb = new Verb("backup", "Write a consistent copy of the whole state into a file, also while serving.")
        {
            Examples = ["state backup fabric.backup", "state backup nightly.backup --force --json"],
            Arguments = { File },
            Options = { Force },
            Checks = StateBackupChecks.All,
        };
        verb.Answers(() => CliJson.Default.BackupAnswer, BackUpAsync, Show);
        return verb;
    }

    private static async Task<BackupAnswer> BackUpAsync(CommandRun run)
    {
        var path = Path.GetFullPath(run.Get(File)!);
        await using var source = await StateSource.OpenAsync(run);
        var summary = await new BackupFile(path, run.Get(Force), run.Time).WriteAsync(source.Api, run.Cancellation);
        return new BackupAnswer(path, summary.Revision, summary.Records, summary.Notes, summary.Bytes);
    }

    private static void Show(BackupAnswer backup, Terminal terminal) => terminal.Line(
        $"Backed up {backup.Records} records as of revision {backup.Revision} to {backup.File}"
        + $" ({ByteText.Of(backup.Bytes)}).");
}
