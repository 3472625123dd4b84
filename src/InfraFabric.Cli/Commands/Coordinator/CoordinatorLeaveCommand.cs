using System.CommandLine;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Swarms;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Commands.Claims;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Kept;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.Coordinator;

internal static class CoordinatorLeaveCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The name of the swarm." };

    public static Command Create()
    {
        var verb = new Verb("leave", "End the session of a swarm; what it still owns goes back to the queue.")
        {
            Examples = ["coordinator leave session-1-ndi"],
            Arguments = { Name },
            Options = { ClaimOptions.Session },
            Changes = true,
            Checks = SwarmChecks.OfLeave,
        };
        verb.Answers(() => CliJson.Default.LeftAnswer, LeaveAsync, Show);
        return verb;
    }

    private static async Task<LeftAnswer> LeaveAsync(CommandRun run)
    {
        var kept = new KeptWork(run.Home);
        var swarm = kept.RequireSwarm(run.Get(Name)!, run.Get(ClaimOptions.Session));
        using var fabric = ServedFabric.Of(run);
        await fabric.TellAsync(SwarmCalls.Leave, new SessionRefBody(swarm.Session), swarm.Swarm);
        kept.ForgetSwarm(swarm.Swarm);
        return new LeftAnswer(swarm.Swarm, swarm.Session);
    }

    private static void Show(LeftAnswer left, Terminal terminal) =>
        terminal.Line($"'{left.Swarm}' has left; what it had goes back to the queue.");
}
