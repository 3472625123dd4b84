using InfraFabric.Cli.Commands.State;
using InfraFabric.Cli.Frame;
using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;
using InfraFabric.State.Backup;
using InfraFabric.State.Embedded;

namespace InfraFabric.Cli.Falsify;

/// <summary>
/// Copies the state without touching it: a server is asked for a backup; the files of an embedded state that nobody
/// serves are copied as they are, since to open them would write into them.
/// </summary>
internal static class StateCopy
{
    public static async Task WriteBackupAsync(CommandRun run, string workFolder, string backup)
    {
        await using var file = File.Create(backup);
        if (run.Server is not null || ServerAccess.Serves(run.Home.Socket))
        {
            await using var served = await StateSource.OpenAsync(run);
            await served.Api.WriteBackupAsync(file, run.Cancellation);
            return;
        }

        var config = FabricConfig.Load(run.Home.Folder);
        if (config.Backend == StateBackend.Etcd)
        {
            await using var cluster = await StateSource.OpenStoreAsync(run);
            await StateBackup.WriteAsync(cluster, file, run.Cancellation);
            return;
        }

        CopyFiles(config.Embedded.Directory, workFolder);
        var copy = new EmbeddedOptions { Directory = workFolder };
        await using var store = await EmbeddedStateStore.OpenAsync(copy, run.Time, run.Cancellation);
        await StateBackup.WriteAsync(store, file, run.Cancellation);
    }

    private static void CopyFiles(string from, string to)
    {
        Directory.CreateDirectory(to);
        if (!Directory.Exists(from))
            return;
        using var unchanged = Lock(Path.Combine(from, "state.lock"));
        foreach (var file in Directory.EnumerateFiles(from))
        {
            if (!file.EndsWith(".lock", StringComparison.Ordinal))
                File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    // The store's own lock, held as a reader would: it keeps others from writing and changes no byte.
    private static FileStream? Lock(string path)
    {
        try
        {
            return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None) : null;
        }
        catch (IOException held)
        {
            throw new FabricException(ErrorTable.StateBusy, "The state cannot be copied now.",
                "Another process has it open, and serves no socket that could be asked.",
                    "Try again once it has ended.", held);
        }
    }
}
