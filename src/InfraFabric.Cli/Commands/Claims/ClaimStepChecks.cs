using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Falsify;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Claims;

/// <summary>
/// The attempts to break a step of the work: it happens under the fence of the claim that is, or not at all.
/// </summary>
internal static class ClaimStepChecks
{
    /// <summary>The checks of one step.</summary>
    /// <param name="verb">What the step does, in a word.</param>
    /// <param name="call">The call that does it.</param>
    /// <param name="body">Its body under a fence.</param>
    public static IReadOnlyList<FalsifyCheck> Of(string verb, ApiCall call, Func<long, object> body) =>
    [
        new("stale fence", $"Lose the session, let another swarm claim the task, and {verb} it under the old fence.",
            scratch => StaleAsync(scratch, call, body)),
        new("forged fence", $"Guess the fence, and {verb} the task of another.",
            scratch => ForgeAsync(scratch, call, body)),
    ];

    private static async Task<Evidence> StaleAsync(Scratch scratch, ApiCall call, Func<long, object> body)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var first = await fabric.RegisterAsync("falsify-first");
        var task = await fabric.AddAsync();
        var old = await fabric.ClaimAsync(first, task);
        await fabric.LeaveAsync(first);
        var second = await fabric.RegisterAsync("falsify-second");
        var claim = await ClaimOnceFreeAsync(scratch, fabric, second.Session, task);
        var refused = await Attacks.RefusedAsync(
            ErrorTable.FenceStale, "", () => fabric.CallAsync<TaskStateBody>(call, body(old.Fence), task));
        if (!refused.HasHeld)
            return refused;
        var after = await fabric.ShowAsync(task);
        return after.Fence == claim && after.State == "claimed" && after.Swarm == second.Swarm
            ? Evidence.Held($"fence {old.Fence} was refused; the claim {claim} of the other swarm is as it was")
            : Evidence.Broke($"the task is {after.State} with '{after.Swarm}' under fence {after.Fence}");
    }

    private static async Task<Evidence> ForgeAsync(Scratch scratch, ApiCall call, Func<long, object> body)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var task = await fabric.AddAsync();
        var claim = await fabric.ClaimAsync(await fabric.RegisterAsync("falsify-first"), task);
        foreach (var guess in new[] { claim.Fence - 1, claim.Fence + 1, 1 })
        {
            var refused = await Attacks.RefusedAsync(ErrorTable.FenceStale, "", () =>
                fabric.CallAsync<TaskStateBody>(call, body(guess), task));
            if (!refused.HasHeld)
                return refused;
        }

        return Evidence.Held("refused below and above the fence of the claim");
    }

    // The task is free once the coordinator has seen the session end, a moment later.
    private static async Task<long> ClaimOnceFreeAsync(
        Scratch scratch, ProbeFabric fabric, long session, string task)
    {
        while (true)
        {
            try
            {
                var swarm = new Api.Swarms.SessionBody("falsify-second", session, 0);
                return (await fabric.ClaimAsync(swarm, task)).Fence;
            }
            catch (FabricException early) when (
                early.Error == ErrorTable.TaskOwned || early.Error == ErrorTable.TaskNotReady)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), scratch.Run.Time, scratch.Run.Cancellation);
            }
        }
    }
}
