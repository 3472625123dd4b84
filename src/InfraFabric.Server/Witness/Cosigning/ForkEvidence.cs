using System.Globalization;
using InfraFabric.Api.Local;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Server.Witness.Cosigning;

/// <summary>Keeps what proves that a log was forked: it may never be shown again.</summary>
public static class ForkEvidence
{
    // Whoever holds the key of a log can fork it as often as they like; so many are proof enough.
    private const int MaxKept = 1000;

    /// <summary>Writes both notes into a folder of the home, and says which; null if many are there.</summary>
    public static string? Keep(FabricHome home, LogFork fork, TimeProvider time)
    {
        var all = Path.Combine(home.Folder, "witness", "forks");
        if (Directory.Exists(all) && Directory.EnumerateDirectories(all).Count() >= MaxKept)
            return null;
        var now = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'.'fff'Z'", CultureInfo.InvariantCulture);
        var folder = Path.Combine(all, now);
        FabricHome.CreatePrivateFolder(folder);
        File.WriteAllText(Path.Combine(folder, "earlier.checkpoint"), fork.Earlier);
        File.WriteAllText(Path.Combine(folder, "later.checkpoint"), fork.Later);
        return folder;
    }
}
