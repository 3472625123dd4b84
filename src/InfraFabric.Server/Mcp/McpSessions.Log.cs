using InfraFabric.Core.Ids;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Mcp;

internal sealed partial class McpSessions
{
    [LoggerMessage(1051, LogLevel.Information, "The session {Session} of {Owner} has begun")]
    private static partial void LogBegun(ILogger logger, string session, AgentName owner);

    [LoggerMessage(1052, LogLevel.Information, "The session {Session} of {Owner} has ended")]
    private static partial void LogEnded(ILogger logger, string session, AgentName owner);
}
