using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.State;
using InfraFabric.Server.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.State;

/// <summary>The state API over HTTP. Keys travel in the query, where any of their characters can be written.</summary>
internal static class StateEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IStateApi api, StatePush push)
    {
        routes.Map(StateCalls.Get, context => GetAsync(context, api));
        routes.Map(StateCalls.List, context => ListAsync(context, api));
        routes.Map(StateCalls.Watch, push.ServeAsync);
        routes.Map(StateCalls.Stats, context => StatsAsync(context, api));
        routes.Map(StateCalls.Backup, context => BackupAsync(context, api));
    }

    private static async Task GetAsync(HttpContext context, IStateApi api)
    {
        var key = QueryValues.Required(context.Request, "key");
        var record = await api.GetAsync(key, QueryValues.Revision(context.Request, "at"), context.RequestAborted);
        await context.Response.WriteAsJsonAsync(
            record, ApiJson.Wire.RecordBody, cancellationToken: context.RequestAborted);
    }

    private static async Task ListAsync(HttpContext context, IStateApi api)
    {
        var query = new RecordsQuery(
            QueryValues.Optional(context.Request, "prefix") ?? "",
            QueryValues.Number(context.Request, "limit"),
            QueryValues.Optional(context.Request, "after"),
            QueryValues.Revision(context.Request, "at"));
        var page = await api.ListAsync(query, context.RequestAborted);
        await context.Response.WriteAsJsonAsync(
            page, ApiJson.Wire.RecordPageBody, cancellationToken: context.RequestAborted);
    }

    private static async Task StatsAsync(HttpContext context, IStateApi api)
    {
        var stats = await api.GetStatsAsync(context.RequestAborted);
        await context.Response.WriteAsJsonAsync(
            stats, ApiJson.Wire.StatsBody, cancellationToken: context.RequestAborted);
    }

    private static Task BackupAsync(HttpContext context, IStateApi api)
    {
        context.Response.ContentType = "application/octet-stream";
        return api.WriteBackupAsync(context.Response.Body, context.RequestAborted);
    }
}
