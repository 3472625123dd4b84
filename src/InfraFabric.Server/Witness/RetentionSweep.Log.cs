using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Witness;

internal sealed partial class RetentionSweep
{
    [LoggerMessage(1071, LogLevel.Warning, "What the ledger no longer keeps could not be removed: {Reason}")]
    private static partial void LogSweepFailed(ILogger logger, string reason);
}
