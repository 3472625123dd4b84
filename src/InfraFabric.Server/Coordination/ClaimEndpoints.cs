using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Coordinator;
using InfraFabric.Coordinator.Claims;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Hosting;
using InfraFabric.Server.Witness;
using InfraFabric.State.Contract;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.Coordination;

/// <summary>Claims over HTTP, for the swarms that do the work.</summary>
internal static class ClaimEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, FabricCoordinator coordinator)
    {
        routes.Map(ClaimCalls.Claim, context => ClaimAsync(context, coordinator));
        routes.Map(ClaimCalls.Start, Work(
            ApiJson.Strict.FenceBody, body => body.Fence,
            (id, body, cause, token) => coordinator.StartAsync(id, body.Fence, cause, token)));
        routes.Map(ClaimCalls.Progress, Work(
            ApiJson.Strict.ProgressBody, body => body.Fence,
            (id, body, cause, token) =>
                coordinator.ProgressAsync(id, body.Fence, body.Note, body.Percent, cause, token)));
        routes.Map(ClaimCalls.Complete, Work(
            ApiJson.Strict.CompleteBody, body => body.Fence,
            (id, body, cause, token) =>
                coordinator.CompleteAsync(id, body.Fence, body.Result, body.ResultHash, cause, token)));
        routes.Map(ClaimCalls.Fail, Work(
            ApiJson.Strict.FailBody, body => body.Fence,
            (id, body, cause, token) => coordinator.FailAsync(id, body.Fence, body.Reason, body.Retry, cause, token)));
        routes.Map(ClaimCalls.Block, Work(
            ApiJson.Strict.BlockBody, body => body.Fence,
            (id, body, cause, token) => coordinator.BlockAsync(
                id, body.Fence, body.Reason, body.Needs, body.WaitsFor, cause, token)));
        routes.Map(ClaimCalls.Unblock, Work(
            ApiJson.Strict.FenceBody, body => body.Fence,
            (id, body, cause, token) => coordinator.UnblockAsync(id, body.Fence, cause, token)));
        routes.Map(ClaimCalls.HandOver, Work(
            ApiJson.Strict.HandOverBody, body => body.Fence,
            (id, body, cause, token) => coordinator.HandOverAsync(
                id, body.Fence, body.To is null ? null : SwarmName.Parse(body.To), body.Checkpoint, cause, token)));
    }

    private static async Task ClaimAsync(HttpContext context, FabricCoordinator coordinator)
    {
        var ask = await RequestJson.ReadAsync(context, ApiJson.Strict.ClaimAskBody);
        var swarm = SwarmName.Parse((string)context.Request.RouteValues["swarm"]!);
        var cause = CoordinatorCause.Of(context);
        if (ask is { Task: not null, Count: not null })
        {
            throw new FabricException(ErrorTable.Usage, "The claim asks for one task and for a number of tasks.",
                "It is either the task that is named, or the best ones.", "Leave out 'task' or 'count'.");
        }

        if (ask.Count is { } count)
        {
            await ClaimManyAsync(context, coordinator, swarm, ask.Session, count, cause);
            return;
        }

        var outcome = ask.Task is { } task
            ? await coordinator.ClaimAsync(swarm, ask.Session, TaskId.Parse(task), cause, context.RequestAborted)
            : await coordinator.ClaimBestAsync(
                swarm, ask.Session, context.IdempotencyKey(), cause, context.RequestAborted);
        if (outcome.Verdict is not (ClaimVerdict.Claimed or ClaimVerdict.NothingReady))
            throw CoordinatorProblems.Of(outcome, swarm.Text, ask.Task);
        await context.JsonAsync(outcome, static (writer, outcome) =>
        {
            Begin(writer);
            if (outcome.Verdict == ClaimVerdict.Claimed)
                Write(writer, outcome.Claim);
            End(writer);
        });
    }

    private static async Task ClaimManyAsync(
        HttpContext context, FabricCoordinator coordinator, SwarmName swarm, long session, int count, Cause cause)
    {
        if (count is < 1 or > CoordinatorLimits.MaxClaimsPerCall)
        {
            throw new FabricException(ErrorTable.LimitExceeded, $"A claim asks for {count} tasks.",
                $"One call claims 1 to {CoordinatorLimits.MaxClaimsPerCall}.", "Ask for fewer, more often.");
        }

        var (verdict, claims) = await coordinator.ClaimManyAsync(
            swarm, session, count, context.IdempotencyKey(), cause, context.RequestAborted);
        if (verdict is not (ClaimVerdict.Claimed or ClaimVerdict.NothingReady))
            throw CoordinatorProblems.Of(new ClaimOutcome(verdict), swarm.Text, null);
        await context.JsonAsync(claims, static (writer, claims) =>
        {
            Begin(writer);
            foreach (var claim in claims)
                Write(writer, claim);
            End(writer);
        });
    }

    private static RequestDelegate Work<TBody>(
        JsonTypeInfo<TBody> type, Func<TBody, long> fenceOf,
        Func<TaskId, TBody, Cause, CancellationToken, ValueTask<WorkOutcome>> work)
        where TBody : class => context => DoAsync(context, type, fenceOf, work);

    private static async Task DoAsync<TBody>(
        HttpContext context, JsonTypeInfo<TBody> type, Func<TBody, long> fenceOf,
        Func<TaskId, TBody, Cause, CancellationToken, ValueTask<WorkOutcome>> work)
        where TBody : class
    {
        var id = TaskEndpoints.IdOf(context);
        var body = await RequestJson.ReadAsync(context, type);
        var outcome = await work(id, body, CoordinatorCause.Of(context), context.RequestAborted);
        if (outcome.Verdict != WorkVerdict.Done)
        {
            context.Features.Set(new RefusedFence(fenceOf(body)));
            throw CoordinatorProblems.Of(outcome, id, fenceOf(body));
        }

        await context.JsonAsync(
            new TaskStateBody(id.ToString(), TaskBodies.NameOf(outcome.State!.Value), outcome.Revision),
            ApiJson.Wire.TaskStateBody);
    }

    // By hand, as ClaimsBody says: the spec goes out as it is stored, instead of being read and written again.
    private static void Begin(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("claims"u8);
    }

    private static void Write(Utf8JsonWriter writer, in Claim claim)
    {
        writer.WriteStartObject();
        writer.WriteString("task"u8, claim.Task.Value);
        writer.WriteNumber("fence"u8, claim.Fence);
        writer.WriteNumber("attempt"u8, claim.Attempt);
        if (claim.Checkpoint is { } checkpoint)
        {
            writer.WritePropertyName("checkpoint"u8);
            checkpoint.WriteTo(writer);
        }

        writer.WritePropertyName("spec"u8);
        writer.WriteRawValue(claim.SpecJson.Span, skipInputValidation: true);
        writer.WriteEndObject();
    }

    private static void End(Utf8JsonWriter writer)
    {
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
