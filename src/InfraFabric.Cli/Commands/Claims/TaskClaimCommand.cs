using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Cli.Commands.Tasks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Kept;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Claims;

internal static class TaskClaimCommand
{
    private static readonly Argument<string> Which = new("TASK")
    {
        Description = "The task [default: the best one for the swarm].",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<int?> Count = new("--count")
    {
        Description = "Claim up to so many of the best ones, 1 to 100.",
        HelpName = "COUNT",
    };

    public static Command Create()
    {
        var verb = new Verb("claim",
            "Claim a task for a swarm. The fence is kept for later commands. Exits with 4 if there is nothing to do.")
        {
            Examples =
            [
                "task claim --swarm session-1-ndi",
                "task claim 0198c5a2-1f00-7abc-8def-0123456789ab --swarm session-1-ndi --json",
                "task claim --swarm session-1-ndi --count 10",
            ],
            Arguments = { Which },
            Options = { ClaimOptions.Swarm, ClaimOptions.Session, Count },
            Changes = true,
            Checks = TaskClaimChecks.All,
        };
        verb.Answers(() => ApiJson.Wire.ClaimsBody, ClaimAsync, Show,
            claims => claims.Claims.Count > 0 ? ExitCodes.Done : ExitCodes.NotFound);
        return verb;
    }

    private static async Task<ClaimsBody> ClaimAsync(CommandRun run)
    {
        var kept = new KeptWork(run.Home);
        var swarm = kept.RequireSwarm(run.Get(ClaimOptions.Swarm), run.Get(ClaimOptions.Session));
        var ask = new ClaimAskBody { Session = swarm.Session, Task = run.Get(Which), Count = run.Get(Count) };
        using var fabric = ServedFabric.Of(run);
        try
        {
            var claims = await fabric.CallAsync<ClaimsBody>(
                ClaimCalls.Claim, ClaimCalls.Claim.Request(ask, swarm.Swarm));
            foreach (var claim in claims.Claims)
                kept.Keep(new KeptClaim(claim.Task, swarm.Swarm, claim.Fence));
            return claims;
        }
        catch (FabricException gone) when (gone.Error == ErrorTable.SessionGone)
        {
            kept.ForgetSwarm(swarm.Swarm);
            throw;
        }
    }

    private static void Show(ClaimsBody claims, Terminal terminal)
    {
        if (claims.Claims.Count == 0)
            terminal.Line("There is nothing to do: no task is ready for this swarm.");
        foreach (var claim in claims.Claims)
        {
            terminal.Line(
                $"Claimed task {claim.Task} ({claim.Spec.Type}), attempt {claim.Attempt}, fence {claim.Fence}.");
            if (claim.Spec.Title is { } title)
                terminal.Line(TaskText.OneLine(title));
            if (claim.Spec.Payload is { } payload)
                terminal.Line(TaskText.Pretty(payload));
            if (claim.Checkpoint is { } checkpoint)
                terminal.Line($"Go on from: {TaskText.Pretty(checkpoint)}");
        }

        if (claims.Claims.Count == 1)
            terminal.Hint($"When it is done: ifctl task complete {claims.Claims[0].Task} --result JSON");
    }
}
