using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Witness;

internal sealed partial class RefusalNotes
{
    [LoggerMessage(1070, LogLevel.Warning, "That a call was refused could not be noted for the ledger: {Reason}")]
    private static partial void LogNotNoted(ILogger logger, string reason);
}
