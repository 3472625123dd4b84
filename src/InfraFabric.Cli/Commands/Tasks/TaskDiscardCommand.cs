using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Frame;

namespace InfraFabric.Cli.Commands.Tasks;

internal static class TaskDiscardCommand
{
    public static Command Create()
    {
        var verb = new Verb("discard", "Take a dead or failed task out of the dead letters for good.")
        {
            Examples = ["task discard 0198c5a2-1f00-7abc-8def-0123456789ab --why \"superseded\""],
            Arguments = { TaskOptions.Task },
            Changes = true,
            Checks = TaskEndChecks.OfDiscard,
        };
        verb.Answers(() => ApiJson.Wire.TaskStateBody, DiscardAsync, TaskText.Show);
        return verb;
    }

    private static async Task<TaskStateBody> DiscardAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.CallAsync<TaskStateBody>(TaskCalls.Discard, run.Get(TaskOptions.Task)!);
    }
}
