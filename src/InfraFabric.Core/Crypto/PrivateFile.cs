using InfraFabric.Core.Errors;

namespace InfraFabric.Core.Crypto;

/// <summary>Files with secrets in them.</summary>
public static class PrivateFile
{
    private const int MaxPasswordLength = 1024;

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

    /// <summary>The password that is all that a file holds.</summary>
    /// <param name="path">The file.</param>
    /// <param name="system">What asks for the password, as it is called in an error.</param>
    public static string ReadPassword(string path, string system)
    {
        try
        {
            Check(path);
            if (new FileInfo(path).Length > 4 * MaxPasswordLength)
                throw Unreadable(path, system, "It is too long.", null);
            var password = File.ReadAllText(path).TrimEnd('\r', '\n');
            if (password.Length is > 0 and <= MaxPasswordLength)
                return password;
            throw Unreadable(
                path, system, $"It has {password.Length} characters, not 1 to {MaxPasswordLength}.", null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, system, e.Message, e);
        }
    }

    private static FabricException Unreadable(string path, string system, string why, Exception? cause) => new(
        ErrorTable.ConfigInvalid, $"The password for {system} cannot be read from {path}.", why,
        "Put the password, and nothing else, into that file.", cause);
}
