using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using InfraFabric.Api;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;

namespace InfraFabric.Client;

/// <summary>
/// Makes the calls to one server. Every failure is a <see cref="FabricException"/>: the server's own problem, or that
/// it could not be reached.
/// </summary>
public sealed class ServerCaller : IDisposable
{
    private readonly ServerAddress _address;
    private readonly string _trace;
    private readonly string? _why;
    private readonly HttpMessageInvoker _http;
    private readonly AgentTokens? _tokens;

    /// <summary>A caller of its own connections, which many may use at once.</summary>
    public ServerCaller(ServerAddress address, TraceToken trace, ServerCallerOptions? options = null)
    {
        _address = address;
        _trace = trace.ToString();
        options ??= new ServerCallerOptions();
        _why = options.Why;
        if (options.Identity is { } identity)
        {
            RequirePrivate(address);
            _tokens = new AgentTokens(this, identity, options.Time);
        }

        _http = new HttpMessageInvoker(ServerConnections.NewHandler(address, options));
    }

    /// <summary>Asks for a body of JSON.</summary>
    public async Task<T> GetAsync<T>(string pathAndQuery, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => (await CallAsync(ServerRequest.Get(pathAndQuery), type, cancellationToken)).Body;

    /// <summary>Makes a call that is answered with a body of JSON.</summary>
    public async Task<ServerAnswer<T>> CallAsync<T>(
        ServerRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await SendAsync(request, cancellationToken);
        return new ServerAnswer<T>(
            await ReadAsync(response, type, cancellationToken), response.Headers.ETag?.ToString());
    }

    /// <summary>Makes a call whose answer has no body that matters.</summary>
    public async Task CallAsync(ServerRequest request, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken);
    }

    /// <summary>Asks, and returns the answer once its headers are there. The caller disposes it.</summary>
    public Task<HttpResponseMessage> SendAsync(string pathAndQuery, CancellationToken cancellationToken) =>
        SendAsync(ServerRequest.Get(pathAndQuery), cancellationToken);

    /// <summary>Calls, and returns the answer once its headers are there. The caller disposes it.</summary>
    public async Task<HttpResponseMessage> SendAsync(ServerRequest request, CancellationToken cancellationToken)
    {
        if (_tokens is null)
            return await SendAsync(request, null, cancellationToken);
        var token = await _tokens.GetAsync(cancellationToken);
        try
        {
            return await SendAsync(request, token, cancellationToken);
        }
        catch (FabricException refused) when (refused.Error == ErrorTable.Unauthenticated)
        {
            // The server may be another one by now, or its clock ahead of ours. Once more, with a new one.
            _tokens.Forget(token);
            return await SendAsync(request, await _tokens.GetAsync(cancellationToken), cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Makes a call that is open to all, without a token.</summary>
    internal async Task<T> CallOpenAsync<T>(
        ServerRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await SendAsync(request, null, cancellationToken);
        return await ReadAsync(response, type, cancellationToken);
    }

    /// <summary>The connection broke while an answer was under way.</summary>
    internal FabricException Lost(Exception cause) => new(ErrorTable.ServerUnreachable,
        $"The connection to the server at {_address} was lost.", cause.Message,
        "See whether the server still runs, and try again.", cause);

    private async Task<HttpResponseMessage> SendAsync(
        ServerRequest request, string? token, CancellationToken cancellationToken)
    {
        using var message = MessageOf(request);
        if (token is not null)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            var response = await _http.SendAsync(message, cancellationToken);
            if (response.IsSuccessStatusCode)
                return response;
            using (response)
                throw await ReadProblemAsync(response, cancellationToken);
        }
        catch (HttpRequestException failed)
        {
            throw ServerConnections.Explain(_address, failed);
        }
        catch (SocketException reset)
        {
            // A server that dies right after it has taken the connection: the handler does not wrap this one.
            throw ServerConnections.Explain(_address, new HttpRequestException(reset.Message, reset));
        }
    }

    private async Task<T> ReadAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken) ?? throw NotOurs(null);
        }
        catch (JsonException notOurs)
        {
            throw NotOurs(notOurs);
        }
        catch (IOException lost)
        {
            throw Lost(lost);
        }
    }

    private HttpRequestMessage MessageOf(ServerRequest request)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(_address.BaseAddress, request.PathAndQuery));
        message.Headers.Add(ApiRoutes.TraceHeader, _trace);
        Add(message, ApiRoutes.IdempotencyHeader, request.IdempotencyKey);
        Add(message, ApiRoutes.WhyHeader, request.Why ?? _why);
        Add(message, "If-Match", request.IfMatch);
        Add(message, "Last-Event-ID", request.LastEventId);
        if (request.Bytes is { } bytes)
            message.Content = ContentOf(bytes, "application/octet-stream");
        else if (!request.Json.IsEmpty)
            message.Content = ContentOf(request.Json, "application/json");

        return message;
    }

    private static ReadOnlyMemoryContent ContentOf(ReadOnlyMemory<byte> bytes, string mediaType) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };

    // A header is one line.
    private static void Add(HttpRequestMessage message, string header, string? value)
    {
        if (value is not null)
            message.Headers.TryAddWithoutValidation(header, value.ReplaceLineEndings(" "));
    }

    private async Task<FabricException> ReadProblemAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var problem = response.Content.Headers.ContentType?.MediaType == Problem.MediaType
                ? await JsonSerializer.DeserializeAsync(body, ApiJson.Default.Problem, cancellationToken)
                : null;
            return problem?.ToException() ?? NotOurs(null, $"HTTP status {(int)response.StatusCode}");
        }
        catch (JsonException notOurs)
        {
            return NotOurs(notOurs);
        }
        catch (IOException lost)
        {
            return Lost(lost);
        }
    }

    private FabricException NotOurs(Exception? cause, string? answer = null) => new(ErrorTable.ServerUnreachable,
        $"What answers at {_address} is not an InfraFabric server of this version.",
        $"Its answer could not be read{(answer is null ? "" : $": {answer}")}.", "Correct --server.", cause);

    private static void RequirePrivate(ServerAddress address)
    {
        if (address.Socket is null && address.BaseAddress.Scheme == "http" && !address.BaseAddress.IsLoopback)
        {
            throw new FabricException(ErrorTable.Usage, $"No token is sent to {address}.",
                "Without TLS everybody on the way could read it, and act as its owner.",
                "Use https://, or an SSH tunnel to the server's loopback address.");
        }
    }
}
