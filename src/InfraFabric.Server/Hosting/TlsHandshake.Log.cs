using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Hosting;

internal sealed partial class TlsHandshake
{
    [LoggerMessage(1040, LogLevel.Information, "New connections get the new certificate {File}, valid until {Expires}")]
    private static partial void LogReloaded(ILogger logger, string file, DateTimeOffset expires);

    [LoggerMessage(1041, LogLevel.Warning,
        "The certificate {File} has changed and cannot be used; the one before stays: {What} {Why}")]
    private static partial void LogKept(ILogger logger, string file, string what, string why);
}
