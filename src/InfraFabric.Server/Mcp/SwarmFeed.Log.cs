using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Mcp;

internal sealed partial class SwarmFeed
{
    [LoggerMessage(1050, LogLevel.Information, "The event stream of {Swarm} was lost and is taken up again: {Why}")]
    private static partial void LogLost(ILogger logger, string swarm, string why);
}
