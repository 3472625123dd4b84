using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
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
    private readonly HttpMessageInvoker _http;

    public ServerCaller(ServerAddress address, TraceToken trace)
    {
        _address = address;
        _trace = trace.ToString();
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            // A reason may be written in any language.
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        };
        if (address.Socket is { } path)
            handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(path, cancellationToken);
        _http = new HttpMessageInvoker(handler);
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
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var answer = await JsonSerializer.DeserializeAsync(body, type, cancellationToken) ?? throw NotOurs(null);
            return new ServerAnswer<T>(answer, response.Headers.ETag?.ToString());
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
        using var message = MessageOf(request);
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
            throw Unreachable(failed);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The connection broke while an answer was under way.</summary>
    internal FabricException Lost(Exception cause) => new(ErrorTable.ServerUnreachable,
        $"The connection to the server at {_address} was lost.", cause.Message,
        "See whether the server still runs, and try again.", cause);

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private HttpRequestMessage MessageOf(ServerRequest request)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(_address.BaseAddress, request.PathAndQuery));
        message.Headers.Add(ApiRoutes.TraceHeader, _trace);
        Add(message, ApiRoutes.IdempotencyHeader, request.IdempotencyKey);
        Add(message, ApiRoutes.WhyHeader, request.Why);
        Add(message, "If-Match", request.IfMatch);
        if (!request.Json.IsEmpty)
        {
            message.Content = new ReadOnlyMemoryContent(request.Json);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return message;
    }

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
    }

    private FabricException Unreachable(HttpRequestException failed) => new(ErrorTable.ServerUnreachable,
        $"No server answers at {_address}.", failed.InnerException?.Message ?? failed.Message,
        "Start one with 'ifctl up', or correct --server.", failed);

    private FabricException NotOurs(Exception? cause, string? answer = null) => new(ErrorTable.ServerUnreachable,
        $"What answers at {_address} is not an InfraFabric server of this version.",
        $"Its answer could not be read{(answer is null ? "" : $": {answer}")}.", "Correct --server.", cause);
}
