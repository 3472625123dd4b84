using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Cli.Commands.Tasks;
using InfraFabric.Cli.Frame;

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

    public static Command Create()
    {
        var verb = new Verb("progress", "Tell how the work on a claimed task gets on.")
        {
            Examples =
            [
                "task progress 0198c5a2-1f00-7abc-8def-0123456789ab --note \"half way\" --percent 50",
            ],
            Arguments = { TaskOptions.Task },
            Options = { Note, Percent, ClaimOptions.Fence },
            Changes = true,
            Checks = ClaimStepChecks.Of("progress", ClaimCalls.Progress, fence => new ProgressBody(fence, "probe")),
        };
        verb.Answers(() => ApiJson.Wire.TaskStateBody, run => ClaimWork.DoAsync(
            run, ClaimCalls.Progress, fence => new ProgressBody(fence, run.Get(Note)!, run.Get(Percent))),
            TaskText.Show);
        return verb;
    }
}
