using System.Globalization;
using InfraFabric.Core.Errors;

namespace InfraFabric.State.Embedded;

/// <summary>
/// Keeps the state to one process. The operating system lets go of it when that process ends, however it ends.
/// </summary>
internal sealed class StateLock : IDisposable
{
    private readonly FileStream _file;

    private StateLock(FileStream file) => _file = file;

    public static StateLock Take(string directory)
    {
        var path = Path.Combine(directory, "state.lock");
        var holder = Path.Combine(directory, "state.pid");
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw NotWritable(directory, e);
        }
        catch (IOException e) when (File.Exists(path) && !IsReadOnly(e))
        {
            throw new FabricException(
                ErrorTable.StateBusy,
                $"The state in '{directory}' is in use by {HolderIn(holder)}.",
                "The embedded state belongs to one process at a time.",
                "Talk to the running server instead, or stop it first.", e);
        }
        catch (IOException e)
        {
            throw NotWritable(directory, e);
        }

        try
        {
            File.WriteAllText(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new StateLock(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file.Dispose();
            throw NotWritable(directory, e);
        }
    }

    public static FabricException NotWritable(string directory, Exception cause) => new(
        ErrorTable.StateFailed,
        $"The folder '{directory}' cannot be written.",
        cause.Message,
        "Give this user write access to it and the disk some space, or choose another with --home.", cause);

    public void Dispose() => _file.Dispose();

    // EROFS, as .NET hands it over.
    private static bool IsReadOnly(IOException e) => e.HResult == 30;

    private static string HolderIn(string path)
    {
        try
        {
            return $"process {File.ReadAllText(path).Trim()}";
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
