using InfraFabric.Core.Retry;

namespace InfraFabric.Core.Errors;

/// <summary>
/// The one exception that crosses the borders of parts. It says what happened, why, and what to do next; what can be
/// expected in normal use is returned as a value instead.
/// </summary>
public sealed class FabricException : Exception
{
    public FabricException(ErrorCode error, string what, string why, string fix, Exception? cause = null)
        : base(what, cause)
    {
        Error = error;
        Why = why;
        Fix = fix;
    }

    /// <summary>The row of <see cref="ErrorTable"/> that this is an occurrence of.</summary>
    public ErrorCode Error { get; }

    /// <summary>What happened, in one sentence.</summary>
    public string What => Message;

    /// <summary>Why it happened, as far as is known.</summary>
    public string Why { get; }

    /// <summary>What the reader can do about it.</summary>
    public string Fix { get; }

    /// <summary>When to try again, where that is known.</summary>
    public RetryEnvelope? Retry { get; init; }
}
