using System.CommandLine;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Backends;
using InfraFabric.Server.Hosting;
using InfraFabric.State.Backup;
using InfraFabric.State.Contract;

namespace InfraFabric.Cli.Commands.State;

internal static class StateRestoreCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "A file that 'state backup' wrote." };

    private static readonly Option<bool> Replace = new("--replace")
    {
        Description = "Put it in the place of the state that is there; the old one is set aside.",
    };

    public static Command Create()
    {
        var verb = new Verb("restore", "Make the state of a backup. The server must be stopped.")
        {
            Examples =
            [
                "state restore fabric.backup",
                "state restore fabric.backup --replace --why \"disk failed\"",
                "state restore fabric.backup --mode=falsify",
            ],
            Arguments = { File },
            Options = { Replace },
            Changes = true,
            Require = run => Open(Path.GetFullPath(run.Get(File)!)).Dispose(),
            Checks = StateRestoreChecks.For(scratch => Path.GetFullPath(scratch.Run.Get(File)!)),
        };
        verb.Answers(() => CliJson.Default.RestoreAnswer, RestoreAsync, Show);
        return verb;
    }

    private static async Task<RestoreAnswer> RestoreAsync(CommandRun run)
    {
        var path = Path.GetFullPath(run.Get(File)!);
        await using var backup = Open(path);
        var config = FabricConfig.Load(run.Home.Folder);
        using var home = HomeLock.Take(run.Home);
        using var progress = new Progress(
            run.Time, () => $"restoring: {ByteText.Of(backup.Position)} of {ByteText.Of(backup.Length)}");
        return config.Backend == StateBackend.Embedded
            ? await IntoFolderAsync(run, backup, path, config.Embedded.Directory)
            : await IntoStoreAsync(run, backup, path, config);
    }

    private static async Task<RestoreAnswer> IntoFolderAsync(
        CommandRun run, FileStream backup, string path, string folder)
    {
        var place = new RestorePlace(folder, run.Time);
        place.Require(run.Get(Replace));
        var note = NoteOf(run, folder);
        var summary = await StateRestore.IntoFolderAsync(backup, path, place.Fresh, note, run.Time, run.Cancellation);
        var setAside = place.Swap();
        return new RestoreAnswer(folder, summary.Revision, summary.Records, summary.Notes, setAside);
    }

    private static async Task<RestoreAnswer> IntoStoreAsync(
        CommandRun run, FileStream backup, string path, FabricConfig config)
    {
        await using var store = await StateBackends.OpenAsync(config, run.Time, run.Cancellation);
        var location = (await store.GetStatsAsync(run.Cancellation)).Location;
        var summary = await StateRestore.IntoStoreAsync(
            backup, path, store, NoteOf(run, location), run.Time, run.Cancellation);
        return new RestoreAnswer(location, summary.Revision, summary.Records, summary.Notes, null);
    }

    private static FileStream Open(string path)
    {
        try
        {
            return System.IO.File.OpenRead(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new FabricException(ErrorTable.NotFound, $"{path} cannot be read.", refused.Message,
                "Correct FILE; 'ifctl state backup' writes one.", refused);
        }
    }

    private static WitnessNote NoteOf(CommandRun run, string subject) => new()
    {
        Trace = run.Trace,
        Actor = CommandRun.Operator,
        Component = "cli",
        Operation = "state.restore",
        Subject = subject,
        Time = run.Time.GetUtcNow(),
        Why = run.Why,
    };

    private static void Show(RestoreAnswer restored, Terminal terminal)
    {
        terminal.Line($"Restored {restored.Records} records as of revision {restored.Revision} into {restored.State}.");
        if (restored.SetAside is { } aside)
        {
            terminal.Line($"The state that was there is kept in {aside}. To undo, while no server runs:");
            terminal.Line($"  mv '{restored.State}' '{restored.State}.undone' && mv '{aside}' '{restored.State}'"
                + BackAgain(restored.State));
        }
    }

    // The ledger and the blobs stay where the state is.
    private static string BackAgain(string state) => Directory.EnumerateDirectories(state).Any()
        ? $" && mv '{state}.undone'/*/ '{state}'"
        : "";
}
