using System.CommandLine;
using InfraFabric.Api.Calls;

namespace InfraFabric.Cli.Commands.Tasks;

internal static class TaskDiscardCommand
{
    public static Command Create() => TaskStep.Create(
        "discard", "Take a dead or failed task out of the dead letters for good.", "superseded",
        TaskCalls.Discard, TaskEndChecks.OfDiscard);
}
