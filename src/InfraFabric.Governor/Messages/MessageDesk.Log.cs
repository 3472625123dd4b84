using Microsoft.Extensions.Logging;

namespace InfraFabric.Governor.Messages;

internal sealed partial class MessageDesk
{
    [LoggerMessage(4201, LogLevel.Warning, "The channel {Channel} could not be seen to; trying again: {Reason}")]
    private static partial void LogNotTold(ILogger logger, string channel, string reason);

    [LoggerMessage(4202, LogLevel.Error, "The message {Channel}/{Number} was given up: {Reason}")]
    private static partial void LogDead(ILogger logger, string channel, long number, string? reason);
}
