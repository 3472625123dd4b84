using Microsoft.Extensions.Logging;

namespace InfraFabric.Witness.Searching;

public sealed partial class FollowingIndex
{
    [LoggerMessage(3006, LogLevel.Warning, "The index of the ledger is not whole, and is made anew: {Reason}")]
    private static partial void LogAnew(ILogger logger, string reason);
}
