using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Identity;

internal sealed partial class StorePulse
{
    [LoggerMessage(1030, LogLevel.Warning, "The state store does not answer: {Reason}")]
    private static partial void LogNoAnswer(ILogger logger, string reason);
}
