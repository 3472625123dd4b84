using Microsoft.Extensions.Logging;

namespace InfraFabric.Witness.Cosigning;

public sealed partial class CosigningRounds
{
    [LoggerMessage(3030, LogLevel.Error, "Cosigners could not be asked; trying again")]
    private static partial void LogRoundFailed(ILogger logger, Exception error);

    [LoggerMessage(3031, LogLevel.Error,
        "The cosigner {Address} has seen another view of this ledger. {Why} Its key may be used elsewhere")]
    private static partial void LogSplitView(ILogger logger, Uri address, string why);
}
