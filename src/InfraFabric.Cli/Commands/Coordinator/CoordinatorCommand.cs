using System.CommandLine;

namespace InfraFabric.Cli.Commands.Coordinator;

internal static class CoordinatorCommand
{
    public static Command Create() => new("coordinator", "Start the coordinator, see it, and let swarms come and go.")
    {
        CoordinatorStartCommand.Create(),
        CoordinatorStatusCommand.Create(),
        CoordinatorSwarmsCommand.Create(),
        CoordinatorTasksCommand.Create(),
        CoordinatorHealthCommand.Create(),
        CoordinatorBlockersCommand.Create(),
        CoordinatorResolveCommand.Create(),
        CoordinatorRegisterCommand.Create(),
        CoordinatorDrainCommand.Create(),
        CoordinatorLeaveCommand.Create(),
        CoordinatorMigrateCommand.Create(),
    };
}
