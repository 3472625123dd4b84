using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Coordinator;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Hosting;
using InfraFabric.State.Contract;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.Coordination;

/// <summary>Tasks over HTTP, for whoever gives the work.</summary>
internal static class TaskEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, FabricCoordinator coordinator)
    {
        routes.Map(TaskCalls.Add, context => AddAsync(context, coordinator));
        routes.Map(TaskCalls.AddMany, context => AddManyAsync(context, coordinator));
        routes.Map(TaskCalls.List, context => ListAsync(context, coordinator));
        routes.Map(TaskCalls.Show, context => ShowAsync(context, coordinator));
        routes.Map(TaskCalls.Cancel, context => CancelAsync(context, coordinator));
        routes.Map(TaskCalls.Requeue, context => AdministerAsync(
            context, (id, cause, token) => coordinator.RequeueAsync(id, cause, token)));
        routes.Map(TaskCalls.Discard, context => AdministerAsync(
            context, (id, cause, token) => coordinator.DiscardAsync(id, cause, token)));
        routes.Map(TaskCalls.Resolve, context => ResolveAsync(context, coordinator));
        routes.Map(TaskCalls.Blockers, context => BlockersAsync(context, coordinator));
    }

    public static TaskId IdOf(HttpContext context) => TaskId.Parse((string)context.Request.RouteValues["task"]!);

    private static async Task AddAsync(HttpContext context, FabricCoordinator coordinator)
    {
        var body = await RequestJson.ReadAsync(context, ApiJson.Strict.TaskAddBody);
        var draft = TaskBodies.DraftOf(body, context.IdempotencyKey());
        var added = await coordinator.AddAsync(draft, CoordinatorCause.Of(context), context.RequestAborted);
        await context.JsonAsync(
            BodyOf(added, body.Name), ApiJson.Wire.TaskAddedBody,
            added.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task AddManyAsync(HttpContext context, FabricCoordinator coordinator)
    {
        var body = await RequestJson.ReadAsync(context, ApiJson.Strict.TasksAddBody);
        var key = context.IdempotencyKey();
        var drafts = body.Tasks.Select((task, i) => TaskBodies.DraftOf(task, key is null ? null : $"{key}#{i}"));
        var added = await coordinator.AddManyAsync(
            [.. drafts], CoordinatorCause.Of(context), context.RequestAborted);
        await context.JsonAsync(
            new TasksAddedBody([.. added.Select((one, i) => BodyOf(one, body.Tasks[i].Name))]),
            ApiJson.Wire.TasksAddedBody);
    }

    private static async Task ListAsync(HttpContext context, FabricCoordinator coordinator)
    {
        var request = context.Request;
        var after = QueryValues.Optional(request, "after");
        var page = await coordinator.ListAsync(
            new TaskFilter
            {
                States = StatesOf(QueryValues.Optional(request, "state")),
                Swarm = QueryValues.Optional(request, "swarm"),
                Type = QueryValues.Optional(request, "type"),
                Phase = QueryValues.Optional(request, "phase"),
                Session = QueryValues.Optional(request, "session"),
                After = after is null ? null : TaskId.Parse(after),
                Limit = QueryValues.Number(request, "limit") ?? 100,
            },
            context.RequestAborted);
        await context.JsonAsync(
            new TaskPageBody([.. page.Tasks.Select(task => TaskBodies.From(task))], page.NextAfter?.ToString()),
            ApiJson.Wire.TaskPageBody);
    }

    private static async Task ShowAsync(HttpContext context, FabricCoordinator coordinator)
    {
        var id = IdOf(context);
        var task = await coordinator.ShowAsync(id, context.RequestAborted) ?? throw FabricCoordinator.NoSuchTask(id);
        var result = await coordinator.ResultAsync(id, context.RequestAborted);
        context.Response.Headers.ETag = ETags.Of(task.Revision);
        await context.JsonAsync(TaskBodies.From(task, result), ApiJson.Wire.TaskBody);
    }

    private static async Task CancelAsync(HttpContext context, FabricCoordinator coordinator)
    {
        var body = context.Request.ContentLength is 0 or null
            ? new ReasonBody()
            : await RequestJson.ReadAsync(context, ApiJson.Strict.ReasonBody);
        await AdministerAsync(
            context, (id, cause, token) => coordinator.CancelAsync(id, body.Reason, cause, token));
    }

    private static async Task ResolveAsync(HttpContext context, FabricCoordinator coordinator)
    {
        var body = await RequestJson.ReadAsync(context, ApiJson.Strict.AnswerBody);
        await AdministerAsync(
            context, (id, cause, token) => coordinator.ResolveAsync(id, body.Answer, cause, token));
    }

    private static async Task AdministerAsync(
        HttpContext context, Func<TaskId, Cause, CancellationToken, ValueTask<AdminOutcome>> administer)
    {
        var id = IdOf(context);
        var outcome = await administer(id, CoordinatorCause.Of(context), context.RequestAborted);
        if (!outcome.Done)
        {
            throw new FabricException(ErrorTable.TaskNotReady, $"Task {id} stays as it is.",
                $"It is {TaskBodies.NameOf(outcome.State)}, and that does not allow it.",
                $"See how it stands: ifctl task show {id}.");
        }

        await context.JsonAsync(
            new TaskStateBody(id.ToString(), TaskBodies.NameOf(outcome.State), 0), ApiJson.Wire.TaskStateBody);
    }

    private static async Task BlockersAsync(HttpContext context, FabricCoordinator coordinator) =>
        await context.JsonAsync(
            new BlockersBody([.. coordinator.Blockers.Select(TaskBodies.From)]), ApiJson.Wire.BlockersBody);

    private static TaskAddedBody BodyOf(AddOutcome added, string? name) =>
        new(added.Spec.Id, added.IsNew, added.Revision, name);

    private static HashSet<TaskState>? StatesOf(string? text)
    {
        if (text is null)
            return null;
        var states = new HashSet<TaskState>();
        foreach (var name in text.Split(','))
        {
            if (!Enum.TryParse<TaskState>(name, ignoreCase: true, out var state) || char.IsAsciiDigit(name[0]))
            {
                throw new FabricException(ErrorTable.Usage, "The query parameter 'state' names no state.",
                    "There are: " + string.Join(", ", Enum.GetValues<TaskState>().Select(TaskBodies.NameOf)) + ".",
                    "Name one or more of them, with commas between.");
            }

            states.Add(state);
        }

        return states;
    }
}
