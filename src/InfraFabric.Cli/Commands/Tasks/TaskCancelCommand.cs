using System.CommandLine;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;

namespace InfraFabric.Cli.Commands.Tasks;

internal static class TaskCancelCommand
{
    public static Command Create() => TaskStep.Create(
        "cancel", "Call a task off, whoever works on it. The reason of --why is kept with it.", "no longer needed",
        TaskCalls.Cancel, TaskEndChecks.OfCancel, run => new ReasonBody(run.Why));
}
