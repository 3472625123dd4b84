using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Witness;

internal static partial class LedgerStores
{
    [LoggerMessage(1072, LogLevel.Warning, "The ledger is tried to be opened for {Seconds:0} s: {Reason}")]
    private static partial void LogWaiting(ILogger logger, double seconds, string reason);
}
