using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Escalation;

internal sealed partial class LogChannel
{
    [LoggerMessage(1090, LogLevel.Warning, "{Subject}\n{Text}")]
    private static partial void LogEscalation(ILogger logger, string subject, string text);
}
