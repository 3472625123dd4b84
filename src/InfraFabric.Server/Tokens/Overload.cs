using InfraFabric.Core.Errors;
using InfraFabric.Core.Retry;

namespace InfraFabric.Server.Tokens;

/// <summary>The error of a call that came too early, with the time after which it may come again.</summary>
internal static class Overload
{
    public static FabricException Of(string what, TimeSpan wait) => Of(what,
        "More calls were made than the limit lets through.",
        "Wait as long as 'retry' says; operators set listen.requests_per_second in fabric.yaml.", wait);

    public static FabricException Of(string what, string why, string fix, TimeSpan wait) => new(
        ErrorTable.Overloaded, what, why, fix)
    {
        Retry = new RetryEnvelope(1, Math.Max(1, (long)Math.Ceiling(wait.TotalMilliseconds))),
    };
}
