using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Hosting;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Mcp;

/// <summary>
/// Makes the calls of a session by calling this server itself, with the token that came with the message: whatever is
/// checked, limited and noted at a call is checked, limited and noted here, too, and there is no second way in.
/// </summary>
/// <param name="http">Reaches this server's socket.</param>
/// <param name="authorization">What the message came with; null only for the owner of the home.</param>
internal sealed class LoopbackAccess(HttpMessageInvoker http, string? authorization) : IMcpAccess
{
    private static readonly Uri Self = new("http://localhost");

    /// <summary>The rights of a request that has been let through.</summary>
    public static LoopbackAccess Of(HttpContext context, HttpMessageInvoker http)
    {
        var sent = context.Request.Headers.Authorization;
        if (sent.Count == 0 && context.Features.Get<OwnerConnection>() is not null)
            return new LoopbackAccess(http, null);
        // Without its header a call through the socket would be the owner's.
        return string.IsNullOrWhiteSpace(sent)
            ? throw new FabricException(ErrorTable.Unauthenticated, "The call was denied.",
                "It came without a token, so nobody knows who makes it.", "Send a token.")
            : new LoopbackAccess(http, sent.ToString());
    }

    /// <summary>Reaches a socket.</summary>
    public static HttpMessageInvoker Reach(string socket) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
                return new NetworkStream(connection, ownsSocket: true);
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        },
    });

    public async Task<HttpResponseMessage> SendAsync(McpCall call, CancellationToken cancellationToken)
    {
        using var request = RequestOf(call);
        try
        {
            var response = await http.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
                return response;
            using (response)
            {
                var problem = await response.Content.ReadAsStringAsync(cancellationToken);
                throw JsonSerializer.Deserialize(problem, ApiJson.Default.Problem)!.ToException();
            }
        }
        catch (HttpRequestException failed)
        {
            throw new FabricException(ErrorTable.ServerUnreachable, "The server does not answer itself.",
                failed.Message, "It is about to stop: call another one, or wait until it is back.", failed);
        }
    }

    private HttpRequestMessage RequestOf(McpCall call)
    {
        var request = new HttpRequestMessage(call.Method, new Uri(Self, call.PathAndQuery));
        if (authorization is not null && !request.Headers.TryAddWithoutValidation("Authorization", authorization))
            throw new InvalidOperationException("The token of a message could not be sent on.");
        Add(request, ApiRoutes.IdempotencyHeader, call.IdempotencyKey);
        Add(request, ApiRoutes.WhyHeader, call.Why);
        if (!call.Json.IsEmpty)
        {
            request.Content = new ReadOnlyMemoryContent(call.Json);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return request;
    }

    // A header is one line.
    private static void Add(HttpRequestMessage request, string header, string? value)
    {
        if (value is not null)
            request.Headers.TryAddWithoutValidation(header, value.ReplaceLineEndings(" "));
    }
}
