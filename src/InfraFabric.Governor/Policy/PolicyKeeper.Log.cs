using Microsoft.Extensions.Logging;

namespace InfraFabric.Governor.Policy;

public sealed partial class PolicyKeeper
{
    [LoggerMessage(4031, LogLevel.Information, "The policy {Path} ({Hash}) is in force; it speaks of {Swarms} swarms")]
    private static partial void LogLoaded(ILogger logger, string path, string hash, int swarms);

    [LoggerMessage(4032, LogLevel.Error, "The policy {Path} is not taken over, and the last good one stays: {Reason}")]
    private static partial void LogRefused(ILogger logger, string path, string reason);

    [LoggerMessage(4033, LogLevel.Warning, "The policy {Path} could not be loaded; trying again: {Reason}")]
    private static partial void LogNotLoaded(ILogger logger, string path, string reason);

    [LoggerMessage(4034, LogLevel.Warning,
        "The policy {Path} ({Hash}) is not in force: another server has loaded {InForce} since")]
    private static partial void LogNotInForce(ILogger logger, string path, string hash, string inForce);
}
