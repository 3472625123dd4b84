using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Blobs;

internal sealed partial class BlobSweep
{
    [LoggerMessage(1060, LogLevel.Information, "{Removed} blobs were removed that nothing names")]
    private static partial void LogSwept(ILogger logger, int removed);

    [LoggerMessage(1061, LogLevel.Warning, "Blobs that nothing names could not be removed, and are tried later: {Why}")]
    private static partial void LogSweepFailed(ILogger logger, string why);
}
