using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Budgets;

internal sealed partial class BudgetPauses
{
    [LoggerMessage(1080, LogLevel.Warning, "Whether paused work has money again could not be seen: {Reason}")]
    private static partial void LogNotResumed(ILogger logger, string reason);
}
