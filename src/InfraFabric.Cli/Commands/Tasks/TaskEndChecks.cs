using System.Text.Json;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Falsify;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Tasks;

/// <summary>
/// The attempts to break <c>task cancel</c>, <c>requeue</c> and <c>discard</c>: each does what it says to a task that
/// stands as it must, and leaves every other as it is.
/// </summary>
internal static class TaskEndChecks
{
    private const string Nobody = "0198c5a2-1f00-7abc-8def-0123456789ab";

    private static readonly JsonElement Result = JsonElement.Parse("1");

    public static readonly IReadOnlyList<FalsifyCheck> OfCancel =
    [
        new("work that goes on", "Call a task off, and complete it under the claim that it had.",
            scratch => WorkOnAsync(scratch, TaskCalls.Cancel, ClaimAsync, "cancelled")),
        new("ended task", "Call off what is completed, and lose its result.",
            scratch => TouchAsync(scratch, TaskCalls.Cancel, CompleteAsync)),
        new("lost reason", "Call a task off with a reason, and find another one, or none, with it.", LoseReasonAsync),
        .. OfAny(TaskCalls.Cancel, ClaimAsync),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfRequeue =
    [
        new("task at work", "Queue a task again that somebody works on, so that two do.",
            scratch => TouchAsync(scratch, TaskCalls.Requeue, ClaimAsync)),
        new("claim of before", "Queue a failed task again, and complete it under the claim with which it failed.",
            scratch => WorkOnAsync(scratch, TaskCalls.Requeue, FailAsync, "ready")),
        .. OfAny(TaskCalls.Requeue, FailAsync),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfDiscard =
    [
        new("task at work", "Discard a task that somebody works on.",
            scratch => TouchAsync(scratch, TaskCalls.Discard, ClaimAsync)),
        new("ended task", "Discard what is completed, and lose its result.",
            scratch => TouchAsync(scratch, TaskCalls.Discard, CompleteAsync)),
        .. OfAny(TaskCalls.Discard, FailAsync),
    ];

    private static FalsifyCheck[] OfAny(ApiCall call, Func<ProbeFabric, Task<ClaimBody>> makeReady)
    {
        return
        [
            CallChecks.LostAnswer(PrepareAsync),
            CallChecks.NothingThere("a task", call.Request(null, Nobody)),
            CallChecks.MissingScope(call, PrepareAsync),
        ];

        async Task<ProbeCall> PrepareAsync(ProbeFabric fabric)
        {
            var task = (await makeReady(fabric)).Task;
            return new ProbeCall(call.Request(null, task), async () => (await fabric.ShowAsync(task)).Revision);
        }
    }

    /// <summary>Does it to a task that does not stand as it must.</summary>
    private static async Task<Evidence> TouchAsync(
        Scratch scratch, ApiCall call, Func<ProbeFabric, Task<ClaimBody>> makeReady)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var task = (await makeReady(fabric)).Task;
        var before = await fabric.ShowAsync(task);
        var refused = await Attacks.RefusedAsync(ErrorTable.TaskNotReady, "", () =>
            fabric.CallAsync<TaskStateBody>(call, null, task));
        var after = await fabric.ShowAsync(task);
        return refused.HasHeld && after.Revision == before.Revision
            ? Evidence.Held($"refused, and the task is {after.State} as it was")
            : Evidence.Broke($"the task was {before.State}, and is {after.State}. {refused.Seen}");
    }

    /// <summary>Does it, and goes on under the claim of before.</summary>
    private static async Task<Evidence> WorkOnAsync(
        Scratch scratch, ApiCall call, Func<ProbeFabric, Task<ClaimBody>> makeReady, string becomes)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var claim = await makeReady(fabric);
        await fabric.CallAsync<TaskStateBody>(call, null, claim.Task);
        var refused = await Attacks.RefusedAsync(
            ErrorTable.FenceStale, "", () => fabric.CompleteAsync(claim, Result));
        var after = await fabric.ShowAsync(claim.Task);
        return refused.HasHeld && after.State == becomes && after.Result is null
            ? Evidence.Held($"fence {claim.Fence} was refused, and the task is {becomes}")
            : Evidence.Broke($"the task is {after.State}. {refused.Seen}");
    }

    private static async Task<Evidence> LoseReasonAsync(Scratch scratch)
    {
        const string reason = "no longer \"needed\" – \u001b[31m";
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var task = await fabric.AddAsync();
        await fabric.CallAsync<TaskStateBody>(TaskCalls.Cancel, new ReasonBody(reason), task);
        var kept = (await fabric.ShowAsync(task)).Reason;
        return kept == reason
            ? Evidence.Held("it is kept to the letter")
            : Evidence.Broke($"it reads '{kept}'");
    }

    private static async Task<ClaimBody> ClaimAsync(ProbeFabric fabric) =>
        await fabric.ClaimNewAsync(await fabric.RegisterAsync("falsify-first"));

    private static async Task<ClaimBody> CompleteAsync(ProbeFabric fabric)
    {
        var claim = await ClaimAsync(fabric);
        await fabric.CompleteAsync(claim, Result);
        return claim;
    }

    // The swarm leaves, so that nobody is there to be given the task once it is queued again.
    private static async Task<ClaimBody> FailAsync(ProbeFabric fabric)
    {
        var session = await fabric.RegisterAsync("falsify-first");
        var claim = await fabric.ClaimNewAsync(session);
        var fail = new FailBody(claim.Fence, "probe", Retry: false);
        await fabric.CallAsync<TaskStateBody>(ClaimCalls.Fail, fail, claim.Task);
        await fabric.LeaveAsync(session);
        return claim;
    }
}
