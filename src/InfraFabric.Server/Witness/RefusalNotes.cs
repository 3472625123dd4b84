using System.Collections.Concurrent;
using InfraFabric.Api.Calls;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Hosting;
using InfraFabric.Server.Identity;
using InfraFabric.Server.Tokens;
using InfraFabric.State.Contract;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Witness;

/// <summary>
/// Leaves a note of a call that would have changed something and was denied. Each identity has only so many of them, so
/// that nobody can fill the ledger by being refused.
/// </summary>
internal sealed partial class RefusalNotes(IStateStore store, TimeProvider time, ILogger<RefusalNotes> logger)
{
    private const int MaxSubjectLength = 200;

    private static readonly ErrorCode[] Denials =
    [
        ErrorTable.Forbidden, ErrorTable.FenceStale, ErrorTable.BudgetExceeded, ErrorTable.BreakerOpen,
        ErrorTable.WhyMissing,
    ];

    // Callers have proved who they are: there are no more of them than identities.
    private readonly ConcurrentDictionary<string, TokenBucket> _left = new(StringComparer.Ordinal);

    /// <summary>Notes a refusal before it is answered. That it could not be noted does not change the answer.</summary>
    public async Task NoteAsync(HttpContext context, FabricException refusal)
    {
        if (!Denials.Contains(refusal.Error)
            || context.GetEndpoint()?.Metadata.GetMetadata<ApiCall>() is not { TakesWhy: true } call
            || context.Features.Get<Caller>() is not { } caller
            || !BucketOf(caller).TryTake(out _))
        {
            return;
        }

        try
        {
            await store.CommitAsync(new Commit([], [], [NoteOf(context, call, caller, refusal)])).AsTask()
                .WaitAsync(ServerLimits.ReadyTimeout, time);
        }
        catch (Exception failed)
        {
            LogNotNoted(logger, failed.Message);
        }
    }

    private TokenBucket BucketOf(Caller caller) => _left.GetOrAdd(
        caller.Actor, static (_, clock) => new TokenBucket(
            ServerLimits.RefusalsNotedPerSecond, ServerLimits.RefusalsNotedAtOnce, clock), time);

    private WitnessNote NoteOf(HttpContext context, ApiCall call, Caller caller, FabricException refusal)
    {
        var path = context.Request.Path.Value ?? "";
        return new WitnessNote
        {
            Trace = context.Trace(),
            Actor = caller.Actor,
            Component = "server",
            Operation = call.Name.Replace('_', '.'),
            Subject = path.Length <= MaxSubjectLength ? path : path[..MaxSubjectLength],
            Time = time.GetUtcNow(),
            Why = WhyOf(context),
            Stage = NoteStage.Check,
            Outcome = "denied",
            Fence = context.Features.Get<RefusedFence>()?.Fence,
            Severity = refusal.Error == ErrorTable.Forbidden ? NoteSeverity.Medium : NoteSeverity.Low,
            Parameters = ParametersOf(context, refusal),
        };
    }

    private static Dictionary<string, string> ParametersOf(HttpContext context, FabricException refusal)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["error"] = refusal.Error.Code };
        foreach (var name in (string[])["task", "swarm"])
        {
            if (context.Request.RouteValues[name] is string { Length: <= MaxSubjectLength } value)
                parameters[name] = value;
        }

        return parameters;
    }

    private static string? WhyOf(HttpContext context)
    {
        try
        {
            return context.Why();
        }
        catch (FabricException)
        {
            // The call was denied before anybody read its reason, which is no reason.
            return null;
        }
    }
}
