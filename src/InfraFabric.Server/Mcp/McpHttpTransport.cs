using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using InfraFabric.Server.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace InfraFabric.Server.Mcp;

/// <summary>
/// The messages of one session over HTTP. What answers a request goes with it; what the server says by itself goes to
/// the one stream that the client has open, bounded, and is dropped while it has none: a stream begins with how things
/// stand.
/// </summary>
internal sealed class McpHttpTransport(string id, ILoggerFactory loggers) : ITransport
{
    private readonly StreamableHttpServerTransport _requests = new(loggers) { SessionId = id };
    private readonly Lock _lock = new();
    private Channel<JsonRpcMessage>? _listener;

    public string SessionId => id;

    public ChannelReader<JsonRpcMessage> MessageReader => _requests.MessageReader;

    /// <summary>Takes a message, and answers it if it is a request; false if there was nothing to answer.</summary>
    public Task<bool> TakeAsync(JsonRpcMessage message, HttpContext context) =>
        _requests.HandlePostRequestAsync(message, context.Response.Body, context.RequestAborted);

    public Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            // A client that cannot follow is cut off, and begins anew.
            if (_listener?.Writer.TryWrite(message) == false)
                _listener.Writer.TryComplete();
        }

        return Task.CompletedTask;
    }

    /// <summary>Becomes the session's stream; one that was there before ends.</summary>
    public ChannelReader<JsonRpcMessage> Listen()
    {
        var listener = Channel.CreateBounded<JsonRpcMessage>(McpLimits.MaxWaitingMessages);
        lock (_lock)
        {
            _listener?.Writer.TryComplete();
            _listener = listener;
        }

        return listener.Reader;
    }

    /// <summary>Whether this is the session's stream, and not one that another has replaced.</summary>
    public bool IsStream(ChannelReader<JsonRpcMessage> reader)
    {
        lock (_lock)
            return _listener?.Reader == reader;
    }

    /// <summary>Whether this was still the session's stream; it is not any more.</summary>
    public bool Leave(ChannelReader<JsonRpcMessage> reader)
    {
        lock (_lock)
        {
            if (_listener?.Reader != reader)
                return false;
            _listener = null;
            return true;
        }
    }

    /// <summary>Writes what comes until the stream is another's, or its reader could not follow.</summary>
    public static async Task WriteAsync(
        ChannelReader<JsonRpcMessage> messages, EventStream stream, CancellationToken stop)
    {
        var more = messages.WaitToReadAsync(stop).AsTask();
        while (await stream.MoreAsync(more, stop))
        {
            while (messages.TryRead(out var message))
                await stream.WriteAsync(TextOf(message), stop);
            more = messages.WaitToReadAsync(stop).AsTask();
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_lock)
            _listener?.Writer.TryComplete();
        return _requests.DisposeAsync();
    }

    private static string TextOf(JsonRpcMessage message) => new StringBuilder("event: message\ndata: ")
        .Append(JsonSerializer.Serialize(message, McpJsonUtilities.DefaultOptions)).Append("\n\n").ToString();
}
