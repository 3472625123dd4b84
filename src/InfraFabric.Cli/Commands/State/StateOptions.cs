using System.CommandLine;

namespace InfraFabric.Cli.Commands.State;

/// <summary>The options that several commands of the state share.</summary>
internal static class StateOptions
{
    public static readonly Option<long?> At = new("--at")
    {
        Description = "Read the state as it was at this revision [default: now].",
        HelpName = "REVISION",
    };
}
