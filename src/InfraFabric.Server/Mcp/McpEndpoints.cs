using System.Text.Json.Serialization.Metadata;
using InfraFabric.Api.Calls;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Hosting;
using InfraFabric.Server.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace InfraFabric.Server.Mcp;

/// <summary>
/// The Model Context Protocol over HTTP. Nothing of it is loaded before somebody calls it.
/// </summary>
internal sealed class McpEndpoints : IAsyncDisposable
{
    private const string SessionHeader = "Mcp-Session-Id";

    private readonly ServerOptions _options;
    private readonly CancellationToken _stopping;
    private readonly Lazy<McpSessions> _sessions;
    private readonly Lazy<HttpMessageInvoker> _http;

    public McpEndpoints(
        ServerOptions options, IdSource ids, TimeProvider time, ILoggerFactory loggers, CancellationToken stopping)
    {
        _options = options;
        _stopping = stopping;
        _sessions = new Lazy<McpSessions>(() => new McpSessions(ids, options.Version.Version, time, loggers));
        _http = new Lazy<HttpMessageInvoker>(() => LoopbackAccess.Reach(_options.Home.Socket));
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(McpCalls.Send, SendAsync);
        routes.Map(McpCalls.Listen, ListenAsync);
        routes.Map(McpCalls.End, EndAsync);
    }

    public async ValueTask DisposeAsync()
    {
        if (_sessions.IsValueCreated)
            await _sessions.Value.DisposeAsync();
        if (_http.IsValueCreated)
            _http.Value.Dispose();
    }

    private async Task SendAsync(HttpContext context)
    {
        RequireOwnOrigin(context.Request);
        var access = LoopbackAccess.Of(context, _http.Value);
        var message = await RequestJson.ReadAsync(context, MessageType());
        var id = SessionOf(context.Request);
        var begins = id is null && message is JsonRpcRequest { Method: RequestMethods.Initialize };
        if (id is null && !begins)
            throw NoSession();
        var owner = context.Caller().Name;
        var session = begins ? _sessions.Value.Begin(owner) : _sessions.Value.Find(id!, owner);
        if (begins)
            context.Response.Headers[SessionHeader] = session.Id;
        context.Response.ContentType = ApiCall.EventStream;
        context.Response.Headers.CacheControl = "no-store";
        if (!await session.TakeAsync(message, access, context))
        {
            context.Response.Headers.ContentType = default;
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        }
    }

    private async Task ListenAsync(HttpContext context)
    {
        RequireOwnOrigin(context.Request);
        await Find(context).ListenAsync(context, _stopping);
    }

    private async Task EndAsync(HttpContext context)
    {
        RequireOwnOrigin(context.Request);
        await _sessions.Value.EndAsync(Find(context));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private McpHttpSession Find(HttpContext context) =>
        _sessions.Value.Find(SessionOf(context.Request) ?? throw NoSession(), context.Caller().Name);

    private static JsonTypeInfo<JsonRpcMessage> MessageType() =>
        (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    private static string? SessionOf(HttpRequest request)
    {
        var id = request.Headers[SessionHeader].ToString();
        return id.Length == 0 ? null : id;
    }

    /// <summary>
    /// A page of some site, opened on this machine, must not reach this server under a name of its own that resolves to
    /// it. Browsers say from where a page is; only pages of this machine are let through.
    /// </summary>
    private static void RequireOwnOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.IsLoopback))
            return;
        throw new FabricException(ErrorTable.Forbidden, "The call was denied.",
            "It comes from a web page of another machine.", "Call from a program, or from a page of this machine.");
    }

    private static FabricException NoSession() => new(ErrorTable.Usage, "The message belongs to no session.",
        $"Only an initialize request begins one; all others name theirs in the header {SessionHeader}.",
        "Send an initialize request first, and with every later message the header that its answer had.");
}
