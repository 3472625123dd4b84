using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Frame;

namespace InfraFabric.Cli.Commands.Tasks;

internal static class TaskRequeueCommand
{
    public static Command Create()
    {
        var verb = new Verb("requeue", "Give a dead, failed or cancelled task all its attempts again.")
        {
            Examples = ["task requeue 0198c5a2-1f00-7abc-8def-0123456789ab --why \"the provider is back\""],
            Arguments = { TaskOptions.Task },
            Changes = true,
            Checks = TaskEndChecks.OfRequeue,
        };
        verb.Answers(() => ApiJson.Wire.TaskStateBody, RequeueAsync, TaskText.Show);
        return verb;
    }

    private static async Task<TaskStateBody> RequeueAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.CallAsync<TaskStateBody>(TaskCalls.Requeue, run.Get(TaskOptions.Task)!);
    }
}
