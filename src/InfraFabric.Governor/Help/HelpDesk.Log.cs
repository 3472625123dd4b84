using Microsoft.Extensions.Logging;

namespace InfraFabric.Governor.Help;

public sealed partial class HelpDesk
{
    [LoggerMessage(4041, LogLevel.Error, "The record {Key} cannot be read and is passed over: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string key, string reason);

    [LoggerMessage(4042, LogLevel.Warning, "The blocker of task {Task} could not be seen to; trying again: {Reason}")]
    private static partial void LogFailed(ILogger logger, string task, string reason);

    [LoggerMessage(4043, LogLevel.Information, "Task {Task} is helped by {Helpers}")]
    private static partial void LogHelped(ILogger logger, string task, string helpers);

    [LoggerMessage(4044, LogLevel.Warning, "Nobody can help task {Task}, and a person is asked: {Reason}")]
    private static partial void LogEscalated(ILogger logger, string task, string reason);
}
