using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Witness.Cosigning;

internal sealed partial class SplitViewNotes
{
    [LoggerMessage(1073, LogLevel.Error, "The log {Origin} shows two views. {Why} Both are kept in {Folder}")]
    private static partial void LogSplitView(ILogger logger, string origin, string why, string folder);

    [LoggerMessage(1074, LogLevel.Error, "That {Origin} shows two views could not be noted: {Reason}")]
    private static partial void LogNotNoted(ILogger logger, string origin, string reason);
}
