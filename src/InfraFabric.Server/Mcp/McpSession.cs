using InfraFabric.Api.Calls;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Identity;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace InfraFabric.Server.Mcp;

/// <summary>
/// One session of the Model Context Protocol: tools that make calls of the API, the swarms that were registered in it
/// as resources, and what happens to them as notifications.
/// </summary>
internal sealed class McpSession : IAsyncDisposable
{
    /// <summary>The item of a message that says with whose rights it is answered.</summary>
    public const string AccessItem = "access";

    private const string Instructions = """
        This fabric gives work to swarms of agents. To work: swarm_register once and keep the session it answers; when
        a notification says 'assigned', or without waiting for one, task_claim with that session; keep the fence of
        the claim and send it with task_start, task_progress and task_complete, or task_fail; task_block asks for
        help. While this session is connected the swarm counts as alive; swarm_leave when done. To give work:
        task_add, task_show. An error is JSON with code, what, why and fix: do what 'fix' says.
        """;

    private readonly McpServer _server;
    private readonly McpResources _resources;
    private readonly IMcpAccess? _access;

    /// <summary>A session that has not begun to answer.</summary>
    /// <param name="transport">How messages come and go.</param>
    /// <param name="access">Makes the calls; none, if each message brings its own.</param>
    /// <param name="version">The build of this program.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where failures are logged.</param>
    public McpSession(
        ITransport transport, IMcpAccess? access, string version, TimeProvider time, ILoggerFactory loggers)
    {
        _access = access;
        _server = McpServer.Create(transport, OptionsOf(version), loggers);
        Feeds = new SwarmFeeds(new McpEvents(_server), time, loggers.CreateLogger<SwarmFeeds>());
        _resources = new McpResources(Feeds);
    }

    /// <summary>The events of the swarms that this session has registered.</summary>
    public SwarmFeeds Feeds { get; }

    /// <summary>Answers until there is nobody to answer.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _server.RunAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Feeds.DisposeAsync();
        await _server.DisposeAsync();
    }

    private McpServerOptions OptionsOf(string version) => new()
    {
        ServerInfo = new Implementation { Name = "infrafabric", Title = "InfraFabric", Version = version },
        ServerInstructions = Instructions.ReplaceLineEndings(" "),
        Capabilities = new ServerCapabilities
        {
            Tools = new ToolsCapability(),
            Logging = new LoggingCapability(),
            Resources = new ResourcesCapability { Subscribe = true, ListChanged = true },
        },
        Handlers = new McpServerHandlers
        {
            ListToolsHandler = (request, cancellation) => Guarded(ListToolsAsync(request, cancellation)),
            CallToolHandler = CallToolAsync,
            ListResourcesHandler = (_, _) => ValueTask.FromResult(_resources.List()),
            ListResourceTemplatesHandler = (_, _) => ValueTask.FromResult(McpResources.Templates()),
            ReadResourceHandler = (request, cancellation) => Guarded(
                McpResources.ReadAsync(request.Params!.Uri, AccessOf(request), cancellation)),
            SubscribeToResourcesHandler = (request, _) => ValueTask.FromResult(
                _resources.Follow(request.Params!.Uri)),
            UnsubscribeFromResourcesHandler = (request, _) => ValueTask.FromResult(
                _resources.Unfollow(request.Params!.Uri)),
            SetLoggingLevelHandler = (_, _) => ValueTask.FromResult(new EmptyResult()),
        },
    };

    private async Task<ListToolsResult> ListToolsAsync(
        RequestContext<ListToolsRequestParams> request, CancellationToken cancellationToken)
    {
        var who = await AccessOf(request).WhoAsync(cancellationToken);
        var tools = McpTools.For(ScopeNames.Parse([.. who.Scopes])).Select(tool => tool.Description);
        return new ListToolsResult { Tools = [.. tools] };
    }

    private async ValueTask<CallToolResult> CallToolAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        var name = request.Params!.Name;
        var tool = McpTools.Find(name)
            ?? throw new McpProtocolException("There is no such tool.", McpErrorCode.InvalidParams);
        var access = AccessOf(request);
        try
        {
            var call = tool.Bind(request.Params.Arguments);
            if (tool.Call == SwarmCalls.Register)
                Feeds.RequireRoom(request.Params.Arguments!["swarm"].ToString());
            var answer = await access.AskAsync(call, cancellationToken);
            if (tool.Call.Scope == SwarmCalls.Register.Scope)
                await Feeds.NoteAsync(tool.Call, request.Params.Arguments!, answer, access);
            return McpAnswers.Of(answer);
        }
        catch (FabricException error)
        {
            return McpAnswers.Of(error);
        }
    }

    private IMcpAccess AccessOf<T>(RequestContext<T> request) =>
        _access ?? (IMcpAccess)request.JsonRpcRequest.Context!.Items![AccessItem]!;

    private static async ValueTask<T> Guarded<T>(Task<T> answer)
    {
        try
        {
            return await answer;
        }
        catch (FabricException error)
        {
            throw McpAnswers.Refusal(error);
        }
    }
}
