using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Commands.Tasks;
using InfraFabric.Cli.Frame;

namespace InfraFabric.Cli.Commands.Claims;

internal static class TaskCompleteCommand
{
    private static readonly Option<string> Result = new("--result")
    {
        Description = "What came of it: JSON, a file with it, or - for standard input.",
        HelpName = "JSON|@FILE|-",
    };

    private static readonly Option<string> ResultHash = new("--result-hash")
    {
        Description = "The hash of a larger result that was put into the blob area.",
        HelpName = "HASH",
    };

    public static Command Create()
    {
        var verb = new Verb("complete", "End a claimed task with its result.")
        {
            Examples =
            [
                "task complete 0198c5a2-1f00-7abc-8def-0123456789ab --result '{\"ok\":true}'",
                "task complete 0198c5a2-1f00-7abc-8def-0123456789ab --result @result.json --fence 42",
            ],
            Arguments = { TaskOptions.Task },
            Options = { Result, ResultHash, ClaimOptions.Fence },
            Changes = true,
            Checks = TaskCompleteChecks.All,
        };
        verb.Answers(() => ApiJson.Wire.TaskStateBody, CompleteAsync, TaskText.Show);
        return verb;
    }

    private static async Task<TaskStateBody> CompleteAsync(CommandRun run)
    {
        var result = await JsonArgument.ReadAsync(run.Get(Result), Result.Name, run.Cancellation);
        return await ClaimWork.DoAsync(
            run, ClaimCalls.Complete, fence => new CompleteBody(fence, result, run.Get(ResultHash)));
    }
}
