using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.State;

internal sealed partial class RecordFollower
{
    [LoggerMessage(1010, LogLevel.Warning, "The watch of {Prefix} ended and is begun again: {Reason}")]
    private static partial void LogWatchLost(ILogger logger, string prefix, string reason);

    [LoggerMessage(1011, LogLevel.Warning, "The records under {Prefix} cannot be listed: {Reason}")]
    private static partial void LogListFailed(ILogger logger, string prefix, string reason);
}
