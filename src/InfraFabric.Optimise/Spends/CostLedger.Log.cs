using Microsoft.Extensions.Logging;

namespace InfraFabric.Optimise.Spends;

public sealed partial class CostLedger
{
    [LoggerMessage(5003, LogLevel.Warning, "The file of costs is made anew from the ledger: {Reason}")]
    private static partial void LogAnew(ILogger logger, string reason);

    [LoggerMessage(5004, LogLevel.Warning, "The costs do not follow the ledger for the moment: {Reason}")]
    private static partial void LogBehind(ILogger logger, string reason);
}
