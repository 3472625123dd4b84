using InfraFabric.Api.Calls;
using InfraFabric.Api.Swarms;
using InfraFabric.Cli.Falsify;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Coordinator;

/// <summary>
/// The attempts to break <c>coordinator drain</c> and <c>leave</c>: whoever goes takes nothing along and loses nothing.
/// </summary>
internal static class SwarmChecks
{
    private const string First = "falsify-first";

    public static readonly IReadOnlyList<FalsifyCheck> OfDrain =
    [
        new("new work", "Drain a swarm, and have it given a task, or claim one.", WorkWhileDrainingAsync),
        new("work at hand", "Drain a swarm, and have what it works on taken from it.", KeepWorkAsync),
        new("swarm of another", "Drain a swarm as the agent of another one.",
            scratch => MeddleAsync(scratch, SwarmCalls.Drain, _ => new DrainBody())),
        CallChecks.LostAnswer(PrepareDrainAsync),
        CallChecks.NothingThere("a swarm", SwarmCalls.Drain.Request(new DrainBody(), "falsify-nobody")),
        CallChecks.MissingScope(SwarmCalls.Drain, PrepareDrainAsync),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfLeave =
    [
        new("work that goes on", "Leave, and complete a task under the claim of before.", WorkAfterLeavingAsync),
        new("session of before", "Register again, leave with the old session, and end the new one.", LeaveOldAsync),
        new("swarm of another", "End the session of a swarm as the agent of another one.",
            scratch => MeddleAsync(
                scratch, SwarmCalls.Leave, session => new SessionRefBody(session.Session))),
        new("lost acknowledgement", "Lose the answer, leave again, and be refused.", LeaveTwiceAsync),
        CallChecks.MissingScope(SwarmCalls.Leave, PrepareLeaveAsync),
    ];

    private static async Task<Evidence> WorkWhileDrainingAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var session = await fabric.RegisterAsync(First);
        await DrainAsync(fabric);
        var task = await fabric.AddAsync();
        var refused = await Attacks.RefusedAsync(
            ErrorTable.CapacityFull, "", () => fabric.ClaimAsync(session, task));
        var drained = await fabric.ShowSwarmAsync(First);
        return refused.HasHeld && drained is { Held: 0, Offered: 0 }
            ? Evidence.Held("it was offered nothing, and its claim was refused")
            : Evidence.Broke($"it has {drained.Held} tasks and is offered {drained.Offered}. {refused.Seen}");
    }

    private static async Task<Evidence> KeepWorkAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var claim = await fabric.ClaimNewAsync(await fabric.RegisterAsync(First));
        await DrainAsync(fabric);
        var completed = await fabric.CompleteAsync(claim);
        return completed.State == "completed"
            ? Evidence.Held($"it completed the task under fence {claim.Fence}")
            : Evidence.Broke($"the task is {completed.State}");
    }

    private static async Task<Evidence> WorkAfterLeavingAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var session = await fabric.RegisterAsync(First);
        var claim = await fabric.ClaimNewAsync(session);
        await fabric.LeaveAsync(session);
        await fabric.ShowOnceFreeAsync(claim.Task);
        var refused = await Attacks.RefusedAsync(ErrorTable.FenceStale, "", () => fabric.CompleteAsync(claim));
        var state = (await fabric.ShowAsync(claim.Task)).State;
        return refused.HasHeld && state != "completed"
            ? Evidence.Held($"fence {claim.Fence} was refused; the task is {state}")
            : Evidence.Broke($"the task is {state}. {refused.Seen}");
    }

    private static async Task<Evidence> LeaveOldAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var old = await fabric.RegisterAsync(First);
        var now = await fabric.RegisterAsync(First);
        await fabric.LeaveAsync(old);
        return (await fabric.ShowSwarmAsync(First)).Session == now.Session
            ? Evidence.Held($"session {old.Session} had ended already; session {now.Session} goes on")
            : Evidence.Broke($"session {now.Session} has ended");
    }

    private static async Task<Evidence> LeaveTwiceAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var session = await fabric.RegisterAsync(First);
        await fabric.LoseAnswerAsync(RequestToLeave(session));
        await fabric.LeaveAsync(session);
        return await Attacks.RefusedAsync(
            ErrorTable.SessionGone, "the second call was answered like the first; the session has ended", () =>
                fabric.CallAsync<SessionBody>(SwarmCalls.Heartbeat, new SessionRefBody(session.Session), First));
    }

    private static async Task<Evidence> MeddleAsync(Scratch scratch, ApiCall call, Func<SessionBody, object> body)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var session = await fabric.RegisterAsync(First);
        var before = await fabric.ShowSwarmAsync(First);
        var other = await fabric.EnterAsync("falsify-second", "swarm");
        var refused = await Attacks.RefusedAsync(ErrorTable.Forbidden, "", () =>
            other.Caller.CallAsync(call.Request(body(session), First), scratch.Run.Cancellation));
        var after = await fabric.ShowSwarmAsync(First);
        return refused.HasHeld && after.Revision == before.Revision && after.Session == before.Session
            ? Evidence.Held("refused, and the swarm is as it was")
            : Evidence.Broke($"its session is {after.Session} after {before.Session}. {refused.Seen}");
    }

    private static async Task<ProbeCall> PrepareDrainAsync(ProbeFabric fabric)
    {
        await fabric.RegisterAsync(First);
        return new ProbeCall(
            SwarmCalls.Drain.Request(new DrainBody(), First),
            async () => (await fabric.ShowSwarmAsync(First)).Revision);
    }

    private static async Task<ProbeCall> PrepareLeaveAsync(ProbeFabric fabric)
    {
        var session = await fabric.RegisterAsync(First);
        return new ProbeCall(
            RequestToLeave(session), async () => (await fabric.ShowSwarmAsync(First)).Session ?? 0);
    }

    private static Task<SwarmBody> DrainAsync(ProbeFabric fabric) =>
        fabric.CallAsync<SwarmBody>(SwarmCalls.Drain, new DrainBody(), First);

    private static ServerRequest RequestToLeave(SessionBody session) =>
        SwarmCalls.Leave.Request(new SessionRefBody(session.Session), session.Swarm);
}
