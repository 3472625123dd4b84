using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Commands.Tasks;
using InfraFabric.Cli.Frame;

namespace InfraFabric.Cli.Commands.Coordinator;

internal static class CoordinatorResolveCommand
{
    private static readonly Option<string> Answer = new("--answer")
    {
        Description = "What helps it on; the owner of the task is told.",
        HelpName = "TEXT",
        Required = true,
    };

    public static Command Create()
    {
        var verb = new Verb("resolve", "Answer a blocker: the owner of the blocked task is told and goes on.")
        {
            Examples = ["coordinator resolve 0198c5a2-1f00-7abc-8def-0123456789ab --answer \"use the second key\""],
            Arguments = { TaskOptions.Task },
            Options = { Answer },
            Changes = true,
            Checks = ResolveChecks.All,
        };
        verb.Answers(() => ApiJson.Wire.TaskStateBody, ResolveAsync, TaskText.Show);
        return verb;
    }

    private static async Task<TaskStateBody> ResolveAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.SendAsync<TaskStateBody>(
            TaskCalls.Resolve, new AnswerBody(run.Get(Answer)!), run.Get(TaskOptions.Task)!);
    }
}
