using InfraFabric.Api.Local;
using InfraFabric.Api.State;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Errors;
using InfraFabric.State.Backup;

namespace InfraFabric.Cli.Commands.State;

/// <summary>A file that receives a backup: all of it and read back, or nothing.</summary>
internal sealed class BackupFile(string path, bool force, TimeProvider time)
{
    // Beside its place and under another name, until it is whole: a reader never sees half of it.
    private readonly string _part = $"{path}.{Environment.ProcessId}.part";

    public async Task<BackupSummary> WriteAsync(IStateApi state, CancellationToken cancellationToken)
    {
        RequirePlace();
        try
        {
            var summary = await WritePartAsync(state, cancellationToken);
            File.Move(_part, path, force);
            return summary;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new FabricException(ErrorTable.StateFailed, $"The backup could not be written to {path}.",
                refused.Message, "Free some space, or choose another place.", refused);
        }
        finally
        {
            File.Delete(_part);
        }
    }

    private async Task<BackupSummary> WritePartAsync(IStateApi state, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(_part, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            UnixCreateMode = FabricHome.PrivateFile,
        });
        using (new Progress(time, () => $"backing up: {ByteText.Of(file.Position)}"))
            await state.WriteBackupAsync(file, cancellationToken);
        file.Flush(flushToDisk: true);
        // A copy that cannot be read back is none.
        file.Position = 0;
        using (new Progress(time, () => $"verifying: {ByteText.Of(file.Position)} of {ByteText.Of(file.Length)}"))
            return await StateRestore.VerifyAsync(file, _part, time, cancellationToken);
    }

    private void RequirePlace()
    {
        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new FabricException(ErrorTable.Usage, $"There is no folder {Path.GetDirectoryName(path)}.",
                "A backup is written into a folder that is there.", "Make it, or correct FILE.");
        }

        if (File.Exists(path) && !force)
        {
            throw new FabricException(ErrorTable.Usage, $"{path} is there already.",
                "A backup does not replace a file by accident.", "Choose another FILE, or add --force.");
        }
    }
}
