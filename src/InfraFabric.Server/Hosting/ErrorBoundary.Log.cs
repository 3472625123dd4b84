using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Hosting;

internal sealed partial class ErrorBoundary
{
    [LoggerMessage(1001, LogLevel.Error, "A request to {Path} failed by a defect")]
    private static partial void LogDefect(ILogger logger, string path, Exception error);

    [LoggerMessage(1002, LogLevel.Debug, "The caller of {Path} left before the answer")]
    private static partial void LogCallerLeft(ILogger logger, string path);

    [LoggerMessage(1003, LogLevel.Warning, "The answer to {Path} was cut off half way: {Reason}")]
    private static partial void LogCutOff(ILogger logger, string path, string reason);
}
