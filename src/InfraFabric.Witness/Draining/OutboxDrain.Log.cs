using Microsoft.Extensions.Logging;

namespace InfraFabric.Witness.Draining;

public sealed partial class OutboxDrain
{
    [LoggerMessage(3003, LogLevel.Error, "The notes of commits do not become entries of the ledger; trying again")]
    private static partial void LogFailed(ILogger logger, Exception error);

    [LoggerMessage(3004, LogLevel.Warning, "Commits are not heard of at the moment they are made: {Reason}")]
    private static partial void LogNotHeard(ILogger logger, string reason);

    [LoggerMessage(3005, LogLevel.Warning, "The writing of the ledger could not be given up: {Reason}")]
    private static partial void LogNotLeft(ILogger logger, string reason);

    [LoggerMessage(3007, LogLevel.Warning, "The place of the ledger's writer could not be kept: {Reason}")]
    private static partial void LogNotKept(ILogger logger, string reason);
}
