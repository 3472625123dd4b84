using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Api.Local;
using InfraFabric.Core.Errors;

namespace InfraFabric.Server.Hosting;

/// <summary>
/// Holds a home for one server at a time, and tells others who holds it. The system frees it if we are killed.
/// </summary>
public sealed class HomeLock : IDisposable
{
    // EWOULDBLOCK, as .NET hands it over: another process has the file locked.
    private const int WouldBlock = 11;

    private readonly FabricHome _home;
    private readonly FileStream _file;

    private HomeLock(FabricHome home, FileStream file)
    {
        _home = home;
        _file = file;
    }

    /// <summary>Takes the home, or says who has it.</summary>
    public static HomeLock Take(FabricHome home)
    {
        try
        {
            FabricHome.CreatePrivateFolder(home.Folder);
            FabricHome.CreatePrivateFolder(home.RunFolder);
            File.SetUnixFileMode(home.RunFolder, FabricHome.PrivateFolder);
            var file = new FileStream(home.ServerLock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // Whoever held it before is gone: what it left behind would mislead clients.
            File.Delete(home.Socket);
            File.Delete(home.ServerInfo);
            return new HomeLock(home, file);
        }
        catch (IOException taken) when (taken.HResult == WouldBlock)
        {
            throw Held(home, taken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new FabricException(ErrorTable.EnvironmentIncomplete, $"The home {home.Folder} cannot be used.",
                refused.Message, "Give this user a folder it owns and can write: --home DIR.", refused);
        }
    }

    /// <summary>Who serves this home, if a server does and has told so.</summary>
    public static ServerInfo? ReadHolder(FabricHome home)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(home.ServerInfo), ApiJson.Default.ServerInfo);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Tells the owner of the home who serves it.</summary>
    public void Announce(ServerInfo info)
    {
        var fresh = _home.ServerInfo + ".new";
        File.WriteAllBytes(fresh, JsonSerializer.SerializeToUtf8Bytes(info, ApiJson.Wire.ServerInfo));
        File.Move(fresh, _home.ServerInfo, overwrite: true);
    }

    public void Dispose()
    {
        File.Delete(_home.ServerInfo);
        File.Delete(_home.Socket);
        _file.Dispose();
    }

    private static FabricException Held(FabricHome home, IOException taken)
    {
        var holder = ReadHolder(home);
        return new FabricException(ErrorTable.StateBusy, $"The home {home.Folder} is served already.",
            holder is null
                ? "Another process of ifctl holds its lock."
                : $"Process {holder.ProcessId} serves it at {holder.Url}.",
            holder is null
                ? "Wait for that process to end, or choose another --home."
                : $"Use that server, stop it with 'kill {holder.ProcessId}', or choose another --home.",
            taken);
    }
}
