using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Frame;

namespace InfraFabric.Cli.Commands.Tasks;

internal static class TaskCancelCommand
{
    public static Command Create()
    {
        var verb = new Verb("cancel", "Call a task off, whoever works on it. The reason of --why is kept with it.")
        {
            Examples = ["task cancel 0198c5a2-1f00-7abc-8def-0123456789ab --why \"no longer needed\""],
            Arguments = { TaskOptions.Task },
            Changes = true,
            Checks = TaskEndChecks.OfCancel,
        };
        verb.Answers(() => ApiJson.Wire.TaskStateBody, CancelAsync, TaskText.Show);
        return verb;
    }

    private static async Task<TaskStateBody> CancelAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.SendAsync<TaskStateBody>(
            TaskCalls.Cancel, new ReasonBody(run.Why), run.Get(TaskOptions.Task)!);
    }
}
