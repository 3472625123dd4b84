using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Identity;

internal sealed partial class IdentityDirectory
{
    [LoggerMessage(1020, LogLevel.Error,
        "The record {Key} cannot be understood, so that identity may do nothing: {Why}")]
    private static partial void LogUnreadable(ILogger logger, string key, string why);
}
