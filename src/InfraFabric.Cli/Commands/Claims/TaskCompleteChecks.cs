using System.Text.Json;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Falsify;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Claims;

/// <summary>The attempts to break <c>task complete</c>: a task is completed once, by its owner.</summary>
internal static class TaskCompleteChecks
{
    private static readonly JsonElement First = JsonElement.Parse("1");
    private static readonly JsonElement Second = JsonElement.Parse("2");

    public static readonly IReadOnlyList<FalsifyCheck> All =
    [
        .. ClaimStepChecks.Of("complete", ClaimCalls.Complete, fence => new CompleteBody(fence)),
        new("lost acknowledgement", "Lose the answer, complete again, and be refused or complete it twice.",
            RepeatAsync),
        new("second result", "Complete it again with another result, and have that replace the first.", ReplaceAsync),
    ];

    private static async Task<Evidence> RepeatAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var (task, fence) = await ClaimedAsync(fabric);
        var request = ClaimCalls.Complete.Request(new CompleteBody(fence, First), task);
        await fabric.LoseAnswerAsync(request);
        var between = (await fabric.ShowAsync(task)).Revision;
        await fabric.CallAsync<TaskStateBody>(ClaimCalls.Complete, request);
        var after = await fabric.ShowAsync(task);
        return after.State == "completed" && after.Revision == between
            ? Evidence.Held("the second call was answered like the first, and changed nothing")
            : Evidence.Broke($"the task is {after.State}, changed at {after.Revision} after {between}");
    }

    private static async Task<Evidence> ReplaceAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var (task, fence) = await ClaimedAsync(fabric);
        await fabric.CallAsync<TaskStateBody>(ClaimCalls.Complete, new CompleteBody(fence, First), task);
        var refused = await Attacks.RefusedAsync(ErrorTable.FenceStale, "", () =>
            fabric.CallAsync<TaskStateBody>(ClaimCalls.Complete, new CompleteBody(fence, Second), task));
        var result = (await fabric.ShowAsync(task)).Result;
        return refused.HasHeld && result is { } kept && JsonElement.DeepEquals(kept, First)
            ? Evidence.Held("refused, and the first result stays")
            : Evidence.Broke($"the result is {result}. {refused.Seen}");
    }

    private static async Task<(string Task, long Fence)> ClaimedAsync(ProbeFabric fabric)
    {
        var session = await fabric.RegisterAsync("falsify-first");
        var task = await fabric.AddAsync();
        return (task, (await fabric.ClaimAsync(session, task)).Fence);
    }
}
