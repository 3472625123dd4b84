using InfraFabric.Client;
using InfraFabric.Server.Mcp;

namespace InfraFabric.Cli.Frame;

/// <summary>Makes the calls of an agent's tools to the server that the command was given.</summary>
/// <param name="caller">Calls the server.</param>
/// <param name="why">The reason for changes for which the agent gives none.</param>
internal sealed class McpServerAccess(ServerCaller caller, string? why) : IMcpAccess
{
    public Task<HttpResponseMessage> SendAsync(McpCall call, CancellationToken cancellationToken) =>
        caller.SendAsync(
            new ServerRequest(call.Method, call.PathAndQuery)
            {
                Json = call.Json,
                IdempotencyKey = call.IdempotencyKey,
                Why = call.Why ?? why,
            },
            cancellationToken);
}
