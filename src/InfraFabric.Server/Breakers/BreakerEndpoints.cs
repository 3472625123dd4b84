using InfraFabric.Api;
using InfraFabric.Api.Breakers;
using InfraFabric.Api.Calls;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Breakers;
using InfraFabric.Server.Coordination;
using InfraFabric.Server.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.Breakers;

/// <summary>Breakers over HTTP.</summary>
internal sealed class BreakerEndpoints(FabricBreakers breakers)
{
    private const int DefaultPage = 100;
    private const int LargestPage = 1000;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(BreakerCalls.List, ListAsync);
        routes.Map(BreakerCalls.Open, OpenAsync);
        routes.Map(BreakerCalls.Reset, ResetAsync);
        routes.Map(BreakerCalls.Approve, ApproveAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        var limit = QueryValues.Number(context.Request, "limit") ?? DefaultPage;
        if (limit is < 1 or > LargestPage)
        {
            throw new FabricException(ErrorTable.LimitExceeded, $"A list asks for {limit} breakers a page.",
                $"A page has 1 to {LargestPage}.", "Ask for fewer and go on with the next page.");
        }

        var after = QueryValues.Optional(context.Request, "after");
        var rest = breakers.List().Where(breaker => string.CompareOrdinal(breaker.Swarm.Text, after) > 0).ToList();
        await context.JsonAsync(
            new BreakerPageBody(
                [.. rest.Take(limit).Select(BreakerBodies.From)],
                rest.Count > limit ? rest[limit - 1].Swarm.Text : null),
            ApiJson.Wire.BreakerPageBody);
    }

    private async Task OpenAsync(HttpContext context)
    {
        var swarm = SwarmOf(context);
        var outcome = await breakers.OpenAsync(swarm, CoordinatorCause.Of(context), context.RequestAborted);
        await AnswerAsync(context, swarm, outcome.Breaker);
    }

    private async Task ResetAsync(HttpContext context)
    {
        var swarm = SwarmOf(context);
        var body = await RequestJson.ReadAsync(context, ApiJson.Strict.BreakerResetBody);
        var cause = CoordinatorCause.Of(context);
        if (body.Confirmed && string.IsNullOrWhiteSpace(cause.Why))
            throw WhyMissing();
        var outcome = body.Confirmed
            ? await breakers.ResetAsync(swarm, body.Close, cause, context.RequestAborted)
            : await breakers.AskAsync(swarm, body.Close, cause, context.RequestAborted);
        // One that is closed, or half-open already, is as it was wished to be.
        await AnswerAsync(context, swarm, outcome.Breaker);
    }

    private async Task ApproveAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["approval"]!;
        var outcome = await breakers.ApproveAsync(id, CoordinatorCause.Of(context), context.RequestAborted);
        switch (outcome.Verdict)
        {
            case ResetVerdict.SameIdentity:
                throw new FabricException(ErrorTable.Forbidden, "Who asked for it cannot approve it.",
                    $"'{outcome.Breaker!.Asked!.By}' has asked for this reset.",
                    "Have another operator approve it: 'ifctl identity create' makes one with the scope operate.");
            case ResetVerdict.NotFound:
                throw new FabricException(ErrorTable.NotFound, "Nothing waits for that approval.",
                    "It was approved already, replaced by another, is older than a day, or the breaker is closed.",
                    "See what waits: ifctl governor circuit-breakers");
            default:
                await AnswerAsync(context, outcome.Swarm!.Value, outcome.Breaker);
                return;
        }
    }

    private static async Task AnswerAsync(HttpContext context, SwarmName swarm, BreakerStatus? breaker) =>
        await context.JsonAsync(BreakerBodies.Moved(swarm, breaker), ApiJson.Wire.BreakerMovedBody);

    private static SwarmName SwarmOf(HttpContext context) =>
        SwarmName.Parse((string)context.Request.RouteValues["swarm"]!);

    private static FabricException WhyMissing() => new(ErrorTable.WhyMissing,
        "A breaker is not reset without a reason.", "Whoever approves it answers for what the swarm does next.",
        "Give one: --why \"the reason\" with a command, the header IF-Why over HTTP.");
}
