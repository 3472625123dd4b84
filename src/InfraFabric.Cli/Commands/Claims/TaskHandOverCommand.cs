using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Commands.Tasks;
using InfraFabric.Cli.Frame;

namespace InfraFabric.Cli.Commands.Claims;

internal static class TaskHandOverCommand
{
    private static readonly Option<string> To = new("--to")
    {
        Description = "The swarm that gets it [default: whoever is next].",
        HelpName = "NAME",
    };

    private static readonly Option<string> Checkpoint = new("--checkpoint")
    {
        Description = "From where to go on: JSON, a file with it, or - for standard input.",
        HelpName = "JSON|@FILE|-",
    };

    public static Command Create()
    {
        var verb = new Verb("hand-over", "Give a claimed task away where it stands: to a swarm, or to whoever is next.")
        {
            Examples =
            [
                "task hand-over 0198c5a2-1f00-7abc-8def-0123456789ab --checkpoint '{\"page\":7}'",
                "task hand-over 0198c5a2-1f00-7abc-8def-0123456789ab --to session-2-sip",
            ],
            Arguments = { TaskOptions.Task },
            Options = { To, Checkpoint, ClaimOptions.Fence },
            Changes = true,
            Checks = ClaimStepChecks.Of("hand over", ClaimCalls.HandOver, fence => new HandOverBody(fence)),
        };
        verb.Answers(() => ApiJson.Wire.TaskStateBody, HandOverAsync, TaskText.Show);
        return verb;
    }

    private static async Task<TaskStateBody> HandOverAsync(CommandRun run)
    {
        var checkpoint = await JsonArgument.ReadAsync(run.Get(Checkpoint), Checkpoint.Name, run.Cancellation);
        return await ClaimWork.DoAsync(
            run, ClaimCalls.HandOver, fence => new HandOverBody(fence, run.Get(To), checkpoint));
    }
}
