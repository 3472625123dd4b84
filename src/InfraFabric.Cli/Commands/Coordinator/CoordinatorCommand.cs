using System.CommandLine;

namespace InfraFabric.Cli.Commands.Coordinator;

internal static class CoordinatorCommand
{
    public static Command Create() => new("coordinator", "Start the coordinator.")
    {
        CoordinatorStartCommand.Create(),
    };
}
