using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Identity;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.Identity;

/// <summary>The identities over HTTP, and the servers that vouch for them; for operators.</summary>
internal sealed class IdentityEndpoints(IdentityRegister register, ServerRegister servers)
{
    private const int DefaultPageSize = 100;

    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, IdentityCalls.List, ListAsync);
        Map(routes, IdentityCalls.Show, GetAsync);
        Map(routes, IdentityCalls.Register, PutAsync);
        Map(routes, IdentityCalls.Disable, context => SetDisabledAsync(context, disabled: true));
        Map(routes, IdentityCalls.Enable, context => SetDisabledAsync(context, disabled: false));
        Map(routes, IdentityCalls.Delete, DeleteAsync);
        Map(routes, IdentityCalls.Servers, ServersAsync);
        Map(routes, IdentityCalls.ForgetServer, ForgetServerAsync);
    }

    // An operator who shuts itself out still gets the answer.
    private static void Map(IEndpointRouteBuilder routes, ApiCall call, RequestDelegate answer) =>
        Endpoints.Map(routes, call, answer).WithMetadata(OutlivesCaller.Mark);

    private async Task ListAsync(HttpContext context)
    {
        var after = QueryValues.Optional(context.Request, "after");
        var page = await register.ListAsync(
            QueryValues.Number(context.Request, "limit") ?? DefaultPageSize,
            after is null ? null : AgentName.Parse(after), context.RequestAborted);
        await context.Response.WriteAsJsonAsync(
            page, ApiJson.Wire.IdentityPageBody, cancellationToken: context.RequestAborted);
    }

    private async Task GetAsync(HttpContext context) =>
        await AnswerAsync(context, await register.GetAsync(NameOf(context), context.RequestAborted));

    private async Task PutAsync(HttpContext context)
    {
        var name = NameOf(context);
        var wanted = await RequestJson.ReadAsync(context, ApiJson.Strict.RegisterIdentityBody);
        var replace = QueryValues.Flag(context.Request, "replace");
        var identity = await register.RegisterAsync(
            name, wanted, replace, context.IfMatch(), ChangeOrigin.Of(context), context.RequestAborted);
        await AnswerAsync(context, identity);
    }

    private async Task SetDisabledAsync(HttpContext context, bool disabled)
    {
        var identity = await register.SetDisabledAsync(
            NameOf(context), disabled, context.IfMatch(), ChangeOrigin.Of(context), context.RequestAborted);
        await AnswerAsync(context, identity);
    }

    private async Task DeleteAsync(HttpContext context)
    {
        await register.DeleteAsync(
            NameOf(context), context.IfMatch(), ChangeOrigin.Of(context), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task ServersAsync(HttpContext context) => await context.Response.WriteAsJsonAsync(
        await servers.ListAsync(context.RequestAborted), ApiJson.Wire.KnownServersBody,
        cancellationToken: context.RequestAborted);

    private async Task ForgetServerAsync(HttpContext context)
    {
        var server = (string)context.Request.RouteValues["server"]!;
        await servers.ForgetAsync(server, ChangeOrigin.Of(context), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static AgentName NameOf(HttpContext context) => AgentName.Parse(
        $"if://agent/{context.Request.RouteValues["name"]}/{context.Request.RouteValues["number"]}");

    private static Task AnswerAsync(HttpContext context, IdentityBody identity)
    {
        context.Response.Headers.ETag = ETags.Of(identity.Revision);
        return context.Response.WriteAsJsonAsync(
            identity, ApiJson.Wire.IdentityBody, cancellationToken: context.RequestAborted);
    }
}
