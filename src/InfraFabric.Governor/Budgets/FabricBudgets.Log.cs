using Microsoft.Extensions.Logging;

namespace InfraFabric.Governor.Budgets;

public sealed partial class FabricBudgets
{
    [LoggerMessage(4001, LogLevel.Error, "The record {Key} cannot be read and is passed over: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string key, string reason);

    [LoggerMessage(4002, LogLevel.Warning, "Whether money was given out is not known; looking again: {Reason}")]
    private static partial void LogNotKnown(ILogger logger, string reason);

    [LoggerMessage(4003, LogLevel.Warning, "What is kept besides the budgets could not be seen to: {Reason}")]
    private static partial void LogNotKept(ILogger logger, string reason);
}
