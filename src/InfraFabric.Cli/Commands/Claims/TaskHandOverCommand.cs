using System.CommandLine;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;

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

    public static Command Create() => new ClaimStep(
        "hand-over",
        "Give a claimed task away where it stands: to a swarm, or to whoever is next.",
        ClaimCalls.HandOver)
    {
        Examples =
        [
            "task hand-over 0198c5a2-1f00-7abc-8def-0123456789ab --checkpoint '{\"page\":7}'",
            "task hand-over 0198c5a2-1f00-7abc-8def-0123456789ab --to session-2-sip",
        ],
        Asks = [To, Checkpoint],
        Json = Checkpoint,
        Sends = (run, fence, checkpoint) => new HandOverBody(fence, run.Get(To), checkpoint),
        Checks = ClaimStepChecks.Of("hand over", ClaimCalls.HandOver, fence => new HandOverBody(fence)),
    }.ToCommand();
}
