using Microsoft.Extensions.Logging;

namespace InfraFabric.Governor.Registry;

public sealed partial class SwarmRegistry
{
    [LoggerMessage(4021, LogLevel.Error, "The record {Key} cannot be read and counts for nothing: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string key, string reason);
}
