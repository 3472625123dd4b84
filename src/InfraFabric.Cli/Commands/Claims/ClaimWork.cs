using InfraFabric.Api.Calls;
using InfraFabric.Api.Swarms;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Commands.Tasks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Kept;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Claims;

/// <summary>
/// One step of the work on a claimed task, under the fence that this home has kept or the line gives.
/// </summary>
internal static class ClaimWork
{
    public static async Task<TaskStateBody> DoAsync(CommandRun run, ApiCall call, Func<long, object> body)
    {
        var task = run.Get(TaskOptions.Task)!;
        var kept = new KeptWork(run.Home);
        var fence = kept.RequireFence(task, run.Get(ClaimOptions.Fence));
        using var fabric = ServedFabric.Of(run);
        try
        {
            await SignOfLifeAsync(fabric, kept, task);
            var after = await fabric.SendAsync<TaskStateBody>(call, body(fence), task);
            if (after.State is not ("claimed" or "running" or "blocked"))
                kept.ForgetClaim(task);
            return after;
        }
        catch (FabricException over) when (over.Error == ErrorTable.FenceStale || over.Error == ErrorTable.NotFound)
        {
            if (kept.FindClaim(task)?.Fence == fence)
                kept.ForgetClaim(task);
            throw;
        }
    }

    // Between two commands nobody holds the stream of a swarm, so each command is a sign of its life.
    private static async Task SignOfLifeAsync(ServedFabric fabric, KeptWork kept, string task)
    {
        if (kept.FindClaim(task) is { } claim && kept.FindSwarm(claim.Swarm) is { } swarm)
        {
            try
            {
                await fabric.SendAsync<SessionBody>(
                    SwarmCalls.Heartbeat, new SessionRefBody(swarm.Session), swarm.Swarm);
            }
            catch (FabricException gone) when (gone.Error == ErrorTable.SessionGone)
            {
                // The fence of the claim tells it better.
                return;
            }
        }
    }
}
