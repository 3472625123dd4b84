using Microsoft.Extensions.Logging;

namespace InfraFabric.Optimise.Prices;

public sealed partial class PriceSource
{
    [LoggerMessage(5001, LogLevel.Information, "The prices of {Path} hold from now on: {Hash}")]
    private static partial void LogRead(ILogger logger, string path, string hash);

    [LoggerMessage(5002, LogLevel.Warning, "The prices stay as they were, for {Path} is not right: {Problem}")]
    private static partial void LogKept(ILogger logger, string path, string problem);
}
