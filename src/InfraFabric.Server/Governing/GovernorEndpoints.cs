using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Governing;
using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Matching;
using InfraFabric.Governor.Policy;
using InfraFabric.Governor.Registry;
using InfraFabric.Governor.Rehearsing;
using InfraFabric.Server.Coordination;
using InfraFabric.Server.Hosting;
using InfraFabric.Witness.Searching;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.Governing;

/// <summary>Swarms as the governor knows them, and finding the best of them, over HTTP.</summary>
internal sealed class GovernorEndpoints(GovernorParts governor, LedgerSearch ledger, TimeProvider time)
{
    private const int DefaultLimit = 50;
    private const int LargestLimit = 1000;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(GovernorCalls.List, ListAsync);
        routes.Map(GovernorCalls.Show, ShowAsync);
        routes.Map(GovernorCalls.Set, SetAsync);
        routes.Map(GovernorCalls.Forget, ForgetAsync);
        routes.Map(GovernorCalls.Find, FindAsync);
        routes.Map(GovernorCalls.Explain, ExplainAsync);
        routes.Map(GovernorCalls.Policy, PolicyAsync);
        routes.Map(GovernorCalls.Rehearse, RehearseAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        var limit = LimitOf(context);
        var page = governor.Registry.List(QueryValues.Optional(context.Request, "after"), limit + 1);
        await context.JsonAsync(
            new StandingPageBody(
                [.. page.Take(limit).Select(GovernorBodies.From)],
                page.Count > limit ? page[limit - 1].Swarm.Text : null),
            ApiJson.Wire.StandingPageBody);
    }

    private async Task ShowAsync(HttpContext context)
    {
        var name = SwarmEndpoints.NameOf(context);
        var standing = governor.Registry.Show(name) ?? throw new FabricException(ErrorTable.NotFound,
            $"Nothing is known of a swarm '{name}'.", "It has never been here, and nobody has registered it.",
            "See who is known: ifctl governor swarms");
        await AnswerAsync(context, standing);
    }

    private async Task SetAsync(HttpContext context)
    {
        var name = SwarmEndpoints.NameOf(context);
        var body = await RequestJson.ReadAsync(context, ApiJson.Strict.RegistrySetBody);
        await AnswerAsync(context, await governor.Registry.SetAsync(
            name, GovernorBodies.LayerOf(body), CoordinatorCause.Of(context), context.RequestAborted));
    }

    private async Task ForgetAsync(HttpContext context) =>
        await AnswerAsync(context, await governor.Registry.ForgetAsync(
            SwarmEndpoints.NameOf(context), CoordinatorCause.Of(context), context.RequestAborted));

    private async Task FindAsync(HttpContext context)
    {
        var texts = QueryValues.Required(context.Request, "required")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (texts.Length is 0 or > PolicyLimits.MaxCapabilities)
        {
            throw new FabricException(ErrorTable.LimitExceeded, $"{texts.Length} capabilities are asked for.",
                $"1 to {PolicyLimits.MaxCapabilities} can be.", "Ask for what must be done.");
        }

        Capability[] required = [.. texts.Select(Capability.Parse).Distinct()];
        var most = QueryValues.Revision(context.Request, "max_cost_micro_usd");
        var answer = governor.Registry.Find(new MatchQuestion
        {
            Required = required,
            MaxCost = most is { } microUsd ? Money.FromMicroUsd(microUsd) : null,
            Kind = QueryValues.Optional(context.Request, "kind"),
            Explain = QueryValues.Flag(context.Request, "explain"),
            Limit = LimitOf(context),
        });
        await context.JsonAsync(GovernorBodies.From(required, answer), ApiJson.Wire.CandidatesBody);
    }

    private async Task ExplainAsync(HttpContext context)
    {
        var id = TaskId.Parse((string)context.Request.RouteValues["task"]!);
        var (work, answer) = await governor.Help.ExplainAsync(id, LimitOf(context), context.RequestAborted)
            ?? throw new FabricException(ErrorTable.NotFound, $"There is no task {id}.",
                "It was never added, or has ended long ago.", "See which there are: ifctl task list");
        await context.JsonAsync(
            new ExplainBody
            {
                Task = id.ToString(),
                Kind = work.Kind,
                Owner = work.Owner,
                Blocked = work.Blocked,
                Value = work.Value,
                Found = GovernorBodies.From(work.Required, answer),
                Help = governor.Help.Find(id) is { } help ? GovernorBodies.From(help) : null,
            },
            ApiJson.Wire.ExplainBody);
    }

    private async Task PolicyAsync(HttpContext context) =>
        await context.JsonAsync(GovernorBodies.From(governor.Policy.State), ApiJson.Wire.PolicyBody);

    private async Task RehearseAsync(HttpContext context)
    {
        var body = await RequestJson.ReadAsync(context, ApiJson.Strict.RehearseBody);
        var since = TimeSpan.FromSeconds(body.SinceS);
        if (since <= TimeSpan.Zero || since > RehearsalLimits.MaxSince
            || body.Policy.Length > ConfigLimits.MaxFileBytes)
        {
            throw new FabricException(ErrorTable.LimitExceeded, "This cannot be rehearsed.",
                $"It goes back by up to {RehearsalLimits.MaxSince.TotalDays} days, with a policy of up to"
                + $" {ConfigLimits.MaxFileBytes} characters.", "Begin later, or make the policy shorter.");
        }

        var rehearsal = new PolicyRehearsal(new LedgerHistory(ledger), governor.Help, governor.Registry, time);
        var report = await rehearsal.RunAsync(
            PolicyFile.Parse(body.Policy, "policy.yaml"), since, context.RequestAborted);
        await context.JsonAsync(GovernorBodies.From(report), ApiJson.Wire.RehearsalBody);
    }

    private static async Task AnswerAsync(HttpContext context, SwarmStanding standing)
    {
        context.Response.Headers.ETag = ETags.Of(standing.Revision);
        await context.JsonAsync(GovernorBodies.From(standing), ApiJson.Wire.StandingBody);
    }

    private static int LimitOf(HttpContext context)
    {
        var limit = QueryValues.Number(context.Request, "limit") ?? DefaultLimit;
        return limit is >= 1 and <= LargestLimit
            ? limit
            : throw new FabricException(ErrorTable.LimitExceeded, $"{limit} swarms are asked for at once.",
                $"1 to {LargestLimit} can be.", "Ask for fewer.");
    }
}
