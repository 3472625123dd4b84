using System.CommandLine;
using InfraFabric.Cli.Commands.Claims;

namespace InfraFabric.Cli.Commands.Tasks;

internal static class TaskCommand
{
    public static Command Create() => new("task", "Give work, do it, and see how it gets on.")
    {
        TaskAddCommand.Create(),
        TaskListCommand.Create(),
        TaskShowCommand.Create(),
        TaskWatchCommand.Create(),
        TaskClaimCommand.Create(),
        TaskStartCommand.Create(),
        TaskProgressCommand.Create(),
        TaskSpendCommand.Create(),
        TaskBlockCommand.Create(),
        TaskUnblockCommand.Create(),
        TaskHandOverCommand.Create(),
        TaskCompleteCommand.Create(),
        TaskFailCommand.Create(),
        TaskCancelCommand.Create(),
        TaskDeadCommand.Create(),
        TaskRequeueCommand.Create(),
        TaskDiscardCommand.Create(),
    };
}
