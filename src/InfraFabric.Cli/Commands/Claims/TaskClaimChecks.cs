using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Api.Swarms;
using InfraFabric.Cli.Falsify;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Claims;

/// <summary>The attempts to break <c>task claim</c>: a task has one owner at most.</summary>
internal static class TaskClaimChecks
{
    private const int Contenders = 8;

    public static readonly IReadOnlyList<FalsifyCheck> All =
    [
        new("many contenders", "Claim one task for several swarms at the same time, and have two of them own it.",
            ContendAsync),
        new("lost acknowledgement", "Lose the answer, claim again with the same key, and end up with two tasks.",
            RepeatAsync),
        new("ended session", "Claim on a session that has ended.", ClaimAfterLeavingAsync),
        .. ClaimStepChecks.Of("complete", ClaimCalls.Complete, fence => new CompleteBody(fence)),
    ];

    private static async Task<Evidence> ContendAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var sessions = new List<SessionBody>();
        for (var i = 0; i < Contenders; i++)
            sessions.Add(await fabric.RegisterAsync($"falsify-{i}"));
        var task = await fabric.AddAsync();
        var tries = await Task.WhenAll(sessions.Select(session => TryAsync(fabric, session, task)));
        var fences = tries.OfType<long>().ToList();
        return fences.Count == 1
            ? Evidence.Held($"of {Contenders} swarms one got it, with fence {fences[0]}; the others were refused")
            : Evidence.Broke($"{fences.Count} of {Contenders} swarms got it: {string.Join(", ", fences)}");
    }

    private static async Task<long?> TryAsync(ProbeFabric fabric, SessionBody session, string task)
    {
        try
        {
            return (await fabric.ClaimAsync(session, task)).Fence;
        }
        catch (FabricException refused) when (refused.Error == ErrorTable.TaskOwned)
        {
            return null;
        }
    }

    private static async Task<Evidence> RepeatAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var session = await fabric.RegisterAsync("falsify-first");
        await fabric.AddAsync();
        await fabric.AddAsync();
        var ask = new ClaimAskBody { Session = session.Session };
        var request = ClaimCalls.Claim.Request(ask, session.Swarm) with { IdempotencyKey = $"{scratch.Run.Trace}" };
        await fabric.LoseAnswerAsync(request);
        var claims = await fabric.CallAsync<ClaimsBody>(ClaimCalls.Claim, request);
        var swarm = await fabric.CallAsync<SwarmBody>(SwarmCalls.Show, null, session.Swarm);
        return claims.Claims.Count == 1 && swarm.Held == 1
            ? Evidence.Held($"the second call was answered with the claim of the first, fence {claims.Claims[0].Fence}")
            : Evidence.Broke($"the swarm owns {swarm.Held} tasks and was told of {claims.Claims.Count}");
    }

    private static async Task<Evidence> ClaimAfterLeavingAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var session = await fabric.RegisterAsync("falsify-first");
        var task = await fabric.AddAsync();
        await fabric.LeaveAsync(session);
        return await Attacks.RefusedAsync(
            ErrorTable.SessionGone, "refused: the swarm has to register again", () => fabric.ClaimAsync(session, task));
    }
}
