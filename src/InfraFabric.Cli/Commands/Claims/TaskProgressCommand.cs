using System.CommandLine;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;

namespace InfraFabric.Cli.Commands.Claims;

internal static class TaskProgressCommand
{
    private static readonly Option<string> Note = new("--note")
    {
        Description = "What there is to tell.",
        HelpName = "TEXT",
        Required = true,
    };

    private static readonly Option<int?> Percent = new("--percent")
    {
        Description = "How much of it is done, 0 to 100.",
        HelpName = "NUMBER",
    };

    public static Command Create() => new ClaimStep(
        "progress", "Tell how the work on a claimed task gets on.", ClaimCalls.Progress)
    {
        Examples = ["task progress 0198c5a2-1f00-7abc-8def-0123456789ab --note \"half way\" --percent 50"],
        Asks = [Note, Percent],
        Sends = (run, fence, _) => new ProgressBody(fence, run.Get(Note)!, run.Get(Percent)),
        Checks = ClaimStepChecks.Of("progress", ClaimCalls.Progress, fence => new ProgressBody(fence, "probe")),
    }.ToCommand();
}
