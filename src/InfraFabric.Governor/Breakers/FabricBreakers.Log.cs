using Microsoft.Extensions.Logging;

namespace InfraFabric.Governor.Breakers;

public sealed partial class FabricBreakers
{
    [LoggerMessage(4101, LogLevel.Error, "The record {Key} cannot be read: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string key, string reason);

    [LoggerMessage(4102, LogLevel.Warning, "Breakers could not be looked after; looking again: {Reason}")]
    private static partial void LogNotLooked(ILogger logger, string reason);
}
