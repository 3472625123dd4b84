using InfraFabric.Api.Local;

namespace InfraFabric.Cli.Doctor;

/// <summary>Whether what is the owner's is closed to others.</summary>
internal static class FileModeCheck
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static IEnumerable<Finding> Look(FabricHome home)
    {
        if (!Directory.Exists(home.Folder))
        {
            yield return Finding.Ok("files", $"{home.Folder} is not there yet; 'ifctl up' makes it");
            yield break;
        }

        var open = new[] { home.Folder, home.RunFolder, home.KeysFolder }.Where(Directory.Exists)
            .Concat(Keys(home)).Where(IsOpen).ToList();
        foreach (var path in open)
        {
            yield return Finding.Broken("files", $"{path} can be used by others", Directory.Exists(path)
                ? $"chmod 700 '{path}'"
                : $"chmod 600 '{path}', and make a new key: this one may be known");
        }

        if (open.Count == 0)
            yield return Finding.Ok("files", $"{home.Folder} is its owner's only");
    }

    private static IEnumerable<string> Keys(FabricHome home) =>
        Directory.Exists(home.KeysFolder)
            ? Directory.EnumerateFiles(home.KeysFolder).Where(file => !file.EndsWith(".pub", StringComparison.Ordinal))
            : [];

    private static bool IsOpen(string path) => (File.GetUnixFileMode(path) & Others) != UnixFileMode.None;
}
