using System.CommandLine;

namespace InfraFabric.Cli.Commands.State;

internal static class StateCommand
{
    public static Command Create() => new("state", "Read, watch, back up and restore the state.")
    {
        StateGetCommand.Create(),
        StateListCommand.Create(),
        StateWatchCommand.Create(),
        StateStatsCommand.Create(),
        StateBackupCommand.Create(),
        StateRestoreCommand.Create(),
    };
}
