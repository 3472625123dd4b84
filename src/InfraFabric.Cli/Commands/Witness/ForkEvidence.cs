using System.Globalization;
using InfraFabric.Api.Local;
using InfraFabric.Cli.Frame;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Cli.Commands.Witness;

/// <summary>Keeps what proves that a log was forked: it may never be shown again.</summary>
internal static class ForkEvidence
{
    /// <summary>Writes both notes into a folder of the home, and says which.</summary>
    public static string Keep(CommandRun run, LogFork fork)
    {
        var now = run.Time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'.'fff'Z'", CultureInfo.InvariantCulture);
        var folder = Path.Combine(run.Home.Folder, "witness", "forks", now);
        FabricHome.CreatePrivateFolder(folder);
        File.WriteAllText(Path.Combine(folder, "earlier.checkpoint"), fork.Earlier);
        File.WriteAllText(Path.Combine(folder, "later.checkpoint"), fork.Later);
        return folder;
    }
}
