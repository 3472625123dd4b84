using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Cli.Frame;

namespace InfraFabric.Cli.Commands;

internal static class VersionCommand
{
    public static Command Create()
    {
        var verb = new Verb("version", "Show which build this is.") { Examples = ["version", "version --json"] };
        verb.Answers(
            () => ApiJson.Wire.VersionBody,
            _ => Task.FromResult(BuildInfo.Current()),
            (version, terminal) => terminal.Line(
                $"ifctl {version.Version} ({version.Commit}), {version.Runtime}, {version.Platform}"));
        return verb;
    }
}
