using System.CommandLine;
using InfraFabric.Api.Calls;

namespace InfraFabric.Cli.Commands.Tasks;

internal static class TaskRequeueCommand
{
    public static Command Create() => TaskStep.Create(
        "requeue", "Give a dead, failed or cancelled task all its attempts again.", "the provider is back",
        TaskCalls.Requeue, TaskEndChecks.OfRequeue);
}
