using InfraFabric.Core.Ids;
using InfraFabric.Server.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;

namespace InfraFabric.Server.Mcp;

/// <summary>A session over HTTP. It belongs to the identity that began it, and is known to nobody else.</summary>
internal sealed class McpHttpSession : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly McpHttpTransport _transport;
    private readonly McpSession _session;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;
    private long _lastUse;
    private int _users;

    public McpHttpSession(string id, AgentName owner, string version, TimeProvider time, ILoggerFactory loggers)
    {
        Id = id;
        Owner = owner;
        _time = time;
        _lastUse = time.GetTimestamp();
        _transport = new McpHttpTransport(id, loggers);
        _session = new McpSession(_transport, null, version, time, loggers);
        _running = _session.RunAsync(_end.Token);
    }

    public string Id { get; }

    public AgentName Owner { get; }

    /// <summary>Whether nobody has called or listened for too long.</summary>
    public bool IsIdle => Volatile.Read(ref _users) == 0
        && _time.GetElapsedTime(Volatile.Read(ref _lastUse)) > McpLimits.IdleTimeout;

    /// <summary>Takes a message with the rights that it came with.</summary>
    public async Task<bool> TakeAsync(JsonRpcMessage message, IMcpAccess access, HttpContext context)
    {
        message.Context ??= new JsonRpcMessageContext();
        message.Context.Items = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [McpSession.AccessItem] = access,
        };
        Interlocked.Increment(ref _users);
        try
        {
            return await _transport.TakeAsync(message, context);
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Writes what the session says by itself until the client, the server or the session ends it.</summary>
    public async Task ListenAsync(HttpContext context, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, stopping, _end.Token);
        var messages = _transport.Listen();
        var stream = new EventStream(context, _time);
        Interlocked.Increment(ref _users);
        try
        {
            await stream.BeginAsync(stop.Token);
            await _session.Feeds.DeafenAsync();
            await _session.Feeds.ListenAsync();
            await McpHttpTransport.WriteAsync(messages, stream, stop.Token);
            await stream.ByeForGoodAsync(_transport.IsStream(messages) ? "too_slow" : "replaced");
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await stream.ByeAsync();
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            await stream.ByeForGoodAsync("session_over");
        }
        finally
        {
            if (_transport.Leave(messages))
                await _session.Feeds.DeafenAsync();
            Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _transport.DisposeAsync();
        await _running.ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await _session.DisposeAsync();
    }

    private void Release()
    {
        Volatile.Write(ref _lastUse, _time.GetTimestamp());
        Interlocked.Decrement(ref _users);
    }
}
