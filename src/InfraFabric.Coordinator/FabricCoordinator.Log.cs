using InfraFabric.Coordinator.Board;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Coordinator;

public sealed partial class FabricCoordinator
{
    [LoggerMessage(2001, LogLevel.Error, "The store could not be followed; trying again")]
    private static partial void LogFollowFailed(ILogger logger, Exception error);

    [LoggerMessage(2002, LogLevel.Warning, "The store forgot what had not been read yet; reading it anew")]
    private static partial void LogReload(ILogger logger);

    [LoggerMessage(2003, LogLevel.Warning, "Lease {Lease} could not be kept alive: {Reason}")]
    private static partial void LogKeepFailed(ILogger logger, string lease, string reason);

    [LoggerMessage(2004, LogLevel.Debug, "The chore {Kind} of task {Task} was done by another")]
    private static partial void LogChoreOvertaken(ILogger logger, ChoreKind kind, string task);

    [LoggerMessage(2005, LogLevel.Error, "The chore {Kind} of task {Task} failed; trying again")]
    private static partial void LogChoreFailed(ILogger logger, ChoreKind kind, string task, Exception error);

    [LoggerMessage(2008, LogLevel.Error, "The record {Key} cannot be read and is passed over")]
    private static partial void LogUnreadable(ILogger logger, string key, Exception error);

    [LoggerMessage(2007, LogLevel.Warning, "Revision {Revision} is committed, but the watch has only come to {Seen}")]
    private static partial void LogWatchBehind(ILogger logger, long revision, long seen);

    [LoggerMessage(2006, LogLevel.Error, "Task {Task} could not be assigned to {Swarm}")]
    private static partial void LogAssignFailed(ILogger logger, string task, string swarm, Exception error);

    [LoggerMessage(2009, LogLevel.Warning, "The swarm {Swarm}, long gone, could not be forgotten yet: {Reason}")]
    private static partial void LogForgetFailed(ILogger logger, string swarm, string reason);
}
