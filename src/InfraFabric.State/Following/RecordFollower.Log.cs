using Microsoft.Extensions.Logging;

namespace InfraFabric.State.Following;

public sealed partial class RecordFollower
{
    [LoggerMessage(901, LogLevel.Warning, "The watch of {Prefix} ended and is begun again: {Reason}")]
    private static partial void LogWatchLost(ILogger logger, string prefix, string reason);

    [LoggerMessage(902, LogLevel.Warning, "The records under {Prefix} cannot be listed: {Reason}")]
    private static partial void LogListFailed(ILogger logger, string prefix, string reason);
}
