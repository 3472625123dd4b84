namespace InfraFabric.Server.Mcp;

/// <summary>
/// Makes calls of the API for a session of the Model Context Protocol, with the rights of whoever speaks in it: on a
/// server by calling itself, beside an agent by calling a server.
/// </summary>
public interface IMcpAccess
{
    /// <summary>
    /// Makes a call, and returns the answer once its headers are there; the caller disposes it. Every failure is a
    /// <see cref="Core.Errors.FabricException"/>.
    /// </summary>
    Task<HttpResponseMessage> SendAsync(McpCall call, CancellationToken cancellationToken);
}
