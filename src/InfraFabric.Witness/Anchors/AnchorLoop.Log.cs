using Microsoft.Extensions.Logging;

namespace InfraFabric.Witness.Anchors;

public sealed partial class AnchorLoop
{
    [LoggerMessage(3020, LogLevel.Error, "The anchor {Anchor} could not be brought up to date; trying again")]
    private static partial void LogFailed(ILogger logger, string anchor, Exception error);
}
