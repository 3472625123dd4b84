using System.Reflection;
using System.Runtime.InteropServices;
using InfraFabric.Api;

namespace InfraFabric.Cli.Commands;

/// <summary>The build of this program.</summary>
internal static class BuildInfo
{
    public static VersionBody Current()
    {
        var whole = typeof(BuildInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion;
        var parts = whole.Split('+', 2);
        return new VersionBody(
            parts[0],
            parts.Length > 1 ? parts[1] : "unknown",
            RuntimeInformation.FrameworkDescription,
            RuntimeInformation.RuntimeIdentifier);
    }
}
