using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Swarms;
using InfraFabric.Coordinator;
using InfraFabric.Coordinator.Swarms;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Hosting;
using InfraFabric.Server.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.Coordination;

/// <summary>Swarms over HTTP.</summary>
internal static class SwarmEndpoints
{
    private const int DefaultPage = 100;
    private const int LargestPage = 1000;

    public static void Map(IEndpointRouteBuilder routes, FabricCoordinator coordinator, SwarmPush push)
    {
        routes.Map(SwarmCalls.Register, context => RegisterAsync(context, coordinator));
        routes.Map(SwarmCalls.List, context => ListAsync(context, coordinator));
        routes.Map(SwarmCalls.Show, context => ShowAsync(context, coordinator));
        routes.Map(SwarmCalls.Events, push.ServeSwarmAsync);
        routes.Map(TaskCalls.Watch, push.ServeTasksAsync);
        routes.Map(SwarmCalls.Heartbeat, context => HeartbeatAsync(context, coordinator));
        routes.Map(SwarmCalls.Leave, context => LeaveAsync(context, coordinator));
        routes.Map(SwarmCalls.Drain, context => DrainAsync(context, coordinator));
        routes.Map(SwarmCalls.Status, context => StatusAsync(context, coordinator));
    }

    public static SwarmName NameOf(HttpContext context) =>
        SwarmName.Parse((string)context.Request.RouteValues["swarm"]!);

    private static async Task RegisterAsync(HttpContext context, FabricCoordinator coordinator)
    {
        var name = NameOf(context);
        var body = await RequestJson.ReadAsync(context, ApiJson.Strict.RegisterBody);
        RequireOwnName(context.Caller(), name, body);
        var start = await coordinator.RegisterAsync(
            new SwarmDraft
            {
                Name = name.Text,
                Capabilities = body.Capabilities,
                Capacity = body.Capacity,
                Weight = body.Weight,
                CostPerHour = body.CostPerHour,
                Orchestrator = body.Orchestrator,
                SessionTtlS = body.SessionTtlS,
            },
            CoordinatorCause.Of(context), context.RequestAborted);
        await context.JsonAsync(
            new SessionBody(name.Text, start.Session, start.Profile.SessionTtlS), ApiJson.Wire.SessionBody);
    }

    // Default deny: an agent is given its name with its identity, and no other swarm's.
    private static void RequireOwnName(Caller caller, SwarmName name, RegisterBody body)
    {
        if (!caller.May(Scopes.Operate) && caller.Name.Name != name.Text)
        {
            throw new FabricException(ErrorTable.Forbidden, $"'{caller.Name}' may not register the swarm '{name}'.",
                "An agent registers the swarm that has its own name.", $"Register as '{caller.Name.Name}'.");
        }

        if (body.Orchestrator && !caller.May(Scopes.Orchestrate))
        {
            throw new FabricException(ErrorTable.Forbidden, $"'{caller.Name}' may not be an orchestrator.",
                "That takes the scope orchestrate.", "Have an operator give it that scope, or register without.");
        }
    }

    private static async Task ListAsync(HttpContext context, FabricCoordinator coordinator)
    {
        var limit = QueryValues.Number(context.Request, "limit") ?? DefaultPage;
        if (limit is < 1 or > LargestPage)
        {
            throw new FabricException(ErrorTable.LimitExceeded, $"A list asks for {limit} swarms a page.",
                $"A page has 1 to {LargestPage}.", "Ask for fewer and go on with the next page.");
        }

        var after = QueryValues.Optional(context.Request, "after");
        var rest = coordinator.Swarms()
            .Where(swarm => string.CompareOrdinal(swarm.Profile.Name, after) > 0).ToList();
        await context.JsonAsync(
            new SwarmPageBody(
                [.. rest.Take(limit).Select(TaskBodies.From)],
                rest.Count > limit ? rest[limit - 1].Profile.Name : null),
            ApiJson.Wire.SwarmPageBody);
    }

    private static async Task ShowAsync(HttpContext context, FabricCoordinator coordinator)
    {
        var name = NameOf(context);
        var swarm = coordinator.FindSwarm(name) ?? throw FabricCoordinator.NoSuchSwarm(name.Text);
        context.Response.Headers.ETag = ETags.Of(swarm.Revision);
        var tasks = coordinator.TasksWith(name).Select(task => TaskBodies.From(task));
        await context.JsonAsync(TaskBodies.From(swarm) with { Tasks = [.. tasks] }, ApiJson.Wire.SwarmBody);
    }

    private static async Task HeartbeatAsync(HttpContext context, FabricCoordinator coordinator)
    {
        var name = NameOf(context);
        var body = await RequestJson.ReadAsync(context, ApiJson.Strict.SessionRefBody);
        if (!await coordinator.HeartbeatAsync(name, body.Session, CoordinatorCause.Of(context), context.RequestAborted))
            throw CoordinatorProblems.SessionGone(name.Text);
        var ttl = coordinator.FindSwarm(name)?.Profile.SessionTtlS ?? 0;
        await context.JsonAsync(new SessionBody(name.Text, body.Session, ttl), ApiJson.Wire.SessionBody);
    }

    private static async Task LeaveAsync(HttpContext context, FabricCoordinator coordinator)
    {
        var body = await RequestJson.ReadAsync(context, ApiJson.Strict.SessionRefBody);
        // Leaving twice is leaving: the answer to the first call may have been lost.
        await coordinator.LeaveAsync(
            NameOf(context), body.Session, CoordinatorCause.Of(context), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task DrainAsync(HttpContext context, FabricCoordinator coordinator)
    {
        var body = context.Request.ContentLength is 0 or null
            ? new DrainBody()
            : await RequestJson.ReadAsync(context, ApiJson.Strict.DrainBody);
        var profile = await coordinator.DrainAsync(
            NameOf(context), body.Draining, CoordinatorCause.Of(context), context.RequestAborted);
        await context.JsonAsync(TaskBodies.From(profile), ApiJson.Wire.SwarmBody);
    }

    private static async Task StatusAsync(HttpContext context, FabricCoordinator coordinator) =>
        await context.JsonAsync(
            TaskBodies.From(await coordinator.StatusAsync(context.RequestAborted)), ApiJson.Wire.StatusBody);
}
