using System.CommandLine;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;

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

    public static Command Create() => new ClaimStep(
        "complete", "End a claimed task with its result.", ClaimCalls.Complete)
    {
        Examples =
        [
            "task complete 0198c5a2-1f00-7abc-8def-0123456789ab --result '{\"ok\":true}'",
            "task complete 0198c5a2-1f00-7abc-8def-0123456789ab --result @result.json --fence 42",
        ],
        Asks = [Result, ResultHash],
        Json = Result,
        Sends = (run, fence, result) => new CompleteBody(fence, result, run.Get(ResultHash)),
        Checks = TaskCompleteChecks.All,
    }.ToCommand();
}
