using InfraFabric.Cli.Frame;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands;

/// <summary>
/// The links by which the program is called from anywhere. Only links to this program are ever touched.
/// </summary>
internal static class ProgramLinks
{
    /// <summary>Set by the launcher in the sources, which is what a link should reach then.</summary>
    private const string LauncherVariable = "IFCTL_LAUNCHER";

    public static readonly IReadOnlyList<string> Names = [CommandTree.Program, "if"];

    /// <summary>What the links reach: this program, however it was started.</summary>
    public static string Target =>
        Environment.GetEnvironmentVariable(LauncherVariable) is { Length: > 0 } launcher
            ? launcher
            : Environment.ProcessPath ?? throw new InvalidOperationException("A process without a path.");

    /// <summary>The folder asked for, else the user's own, or for root the machine's.</summary>
    public static string FolderFor(string? asked) => Path.GetFullPath(asked
        ?? (Environment.IsPrivilegedProcess
            ? "/usr/local/bin"
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "bin")));

    public static bool IsOnPath(string folder) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Any(entry => entry.TrimEnd('/') == folder.TrimEnd('/'));

    public static bool Exists(string link) => new FileInfo(link) is { LinkTarget: not null } or { Exists: true }
        || Directory.Exists(link);

    /// <summary>Whether a link leads to this program.</summary>
    public static bool IsOurs(string link) => new FileInfo(link).LinkTarget == Target;

    public static FabricException NotOurs(string link) => new(ErrorTable.Usage,
        $"{link} is not a link to this program.",
        new FileInfo(link).LinkTarget is { } other ? $"It leads to {other}." : "It is a file of its own.",
        "Move it away, or choose another folder with --to.");
}
