using Microsoft.Extensions.Logging;

namespace InfraFabric.Governor.Escalation;

public sealed partial class FabricEscalations
{
    [LoggerMessage(4203, LogLevel.Error, "The record {Key} cannot be read and is passed over: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string key, string reason);

    [LoggerMessage(4204, LogLevel.Warning, "Old escalations could not be removed; trying again later: {Reason}")]
    private static partial void LogNotSwept(ILogger logger, string reason);
}
