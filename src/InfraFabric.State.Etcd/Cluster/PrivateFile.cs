using InfraFabric.Core.Errors;

namespace InfraFabric.State.Etcd.Cluster;

/// <summary>Files with secrets in them.</summary>
internal static class PrivateFile
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Refuses a file that anyone but its owner may read.</summary>
    public static void Check(string path)
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Others) == UnixFileMode.None)
            return;
        throw new FabricException(ErrorTable.KeyFileExposed, $"{path} can be read by others.",
            "It holds a secret of this program.", $"Run: chmod 600 {path}");
    }
}
