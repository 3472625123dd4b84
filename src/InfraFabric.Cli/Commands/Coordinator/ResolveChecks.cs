using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Falsify;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Coordinator;

/// <summary>
/// The attempts to break <c>coordinator resolve</c>: a blocker is answered once, and its claim goes on.
/// </summary>
internal static class ResolveChecks
{
    public static readonly IReadOnlyList<FalsifyCheck> All =
    [
        new("task at work", "Answer for a task that is not blocked.", AnswerUnaskedAsync),
        new("second answer", "Answer a blocker that was answered, and have that replace the first answer.",
            ReplaceAsync),
        new("empty answer", "Answer with nothing, and have the blocker gone.", AnswerNothingAsync),
        new("claim that waits", "Answer, and have the owner refused when it goes on.", GoOnAsync),
        CallChecks.LostAnswer(PrepareAsync),
        CallChecks.NothingThere(
            "a task", TaskCalls.Resolve.Request(new AnswerBody("probe"), "0198c5a2-1f00-7abc-8def-0123456789ab")),
        CallChecks.MissingScope(TaskCalls.Resolve, PrepareAsync),
    ];

    private static async Task<Evidence> AnswerUnaskedAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var claim = await fabric.ClaimNewAsync(await fabric.RegisterAsync("falsify-first"));
        return await Attacks.RefusedAsync(
            ErrorTable.TaskNotReady, "refused: nothing was asked", () => ResolveAsync(fabric, claim, "probe"));
    }

    private static async Task<Evidence> ReplaceAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var claim = await BlockAsync(fabric);
        await ResolveAsync(fabric, claim, "first");
        var refused = await Attacks.RefusedAsync(
            ErrorTable.TaskNotReady, "", () => ResolveAsync(fabric, claim, "second"));
        var answer = (await fabric.ShowAsync(claim.Task)).Answer;
        return refused.HasHeld && answer == "first"
            ? Evidence.Held("refused, and the first answer stays")
            : Evidence.Broke($"the answer is '{answer}'. {refused.Seen}");
    }

    private static async Task<Evidence> AnswerNothingAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var claim = await BlockAsync(fabric);
        var refused = await Attacks.RefusedAsync(
            ErrorTable.Usage, "", () => ResolveAsync(fabric, claim, " "));
        var blockers = await fabric.CallAsync<BlockersBody>(TaskCalls.Blockers, TaskCalls.Blockers.Request(null));
        return refused.HasHeld && blockers.Blockers.Any(blocker => blocker.Task == claim.Task)
            ? Evidence.Held("refused, and the blocker is still listed")
            : Evidence.Broke($"{blockers.Blockers.Count} blockers are listed. {refused.Seen}");
    }

    private static async Task<Evidence> GoOnAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var claim = await BlockAsync(fabric);
        await ResolveAsync(fabric, claim, "probe");
        var completed = await fabric.CompleteAsync(claim);
        return completed.State == "completed"
            ? Evidence.Held($"it completed the task under fence {claim.Fence}, which it had before")
            : Evidence.Broke($"the task is {completed.State}");
    }

    private static async Task<ProbeCall> PrepareAsync(ProbeFabric fabric)
    {
        var task = (await BlockAsync(fabric)).Task;
        return new ProbeCall(
            TaskCalls.Resolve.Request(new AnswerBody("probe"), task),
            async () => (await fabric.ShowAsync(task)).Revision);
    }

    private static async Task<ClaimBody> BlockAsync(ProbeFabric fabric)
    {
        var claim = await fabric.ClaimNewAsync(await fabric.RegisterAsync("falsify-first"));
        var block = new BlockBody { Fence = claim.Fence, Reason = "probe" };
        await fabric.CallAsync<TaskStateBody>(ClaimCalls.Block, block, claim.Task);
        return claim;
    }

    private static Task<TaskStateBody> ResolveAsync(ProbeFabric fabric, ClaimBody claim, string answer) =>
        fabric.CallAsync<TaskStateBody>(TaskCalls.Resolve, new AnswerBody(answer), claim.Task);
}
