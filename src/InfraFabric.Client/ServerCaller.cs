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
    private readonly HttpMessageInvoker _http;

    public ServerCaller(ServerAddress address, TraceToken trace)
    {
        _address = address;
        _trace = trace.ToString();
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        if (address.Socket is { } path)
            handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(path, cancellationToken);
        _http = new HttpMessageInvoker(handler);
    }

    /// <summary>Asks for a body of JSON.</summary>
    public async Task<T> GetAsync<T>(string pathAndQuery, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await SendAsync(pathAndQuery, cancellationToken);
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

    /// <summary>Asks, and returns the answer once its headers are there. The caller disposes it.</summary>
    public async Task<HttpResponseMessage> SendAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_address.BaseAddress, pathAndQuery));
        request.Headers.Add(ApiRoutes.TraceHeader, _trace);
        try
        {
            var response = await _http.SendAsync(request, cancellationToken);
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
