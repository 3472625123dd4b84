using Microsoft.Extensions.Logging;

namespace InfraFabric.Witness;

public sealed partial class Ledger
{
    [LoggerMessage(3001, LogLevel.Error, "Entries could not be written to the ledger")]
    private static partial void LogAppendFailed(ILogger logger, Exception error);

    [LoggerMessage(3002, LogLevel.Warning, "How far the sequences have come could not be kept: {Reason}")]
    private static partial void LogActorsNotSaved(ILogger logger, string reason);
}
