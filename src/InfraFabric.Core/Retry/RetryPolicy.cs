using InfraFabric.Core.Errors;

namespace InfraFabric.Core.Retry;

/// <summary>
/// How often to try and how long to wait: twice as long after each attempt up to a longest wait, of which a random half
/// is taken off, so that many callers that failed together do not come back together.
/// </summary>
public sealed record RetryPolicy
{
    public RetryPolicy(int maxAttempts, TimeSpan firstDelay, TimeSpan longestDelay)
    {
        if (maxAttempts is < 1 or > RetryLimits.MaxAttempts)
            throw Refused($"{maxAttempts} attempts", $"1 to {RetryLimits.MaxAttempts}");
        if (firstDelay < RetryLimits.MinDelay || firstDelay > longestDelay)
            throw Refused($"a first wait of {firstDelay}", $"{RetryLimits.MinDelay} up to the longest wait");
        if (longestDelay > RetryLimits.MaxDelay)
            throw Refused($"a longest wait of {longestDelay}", $"up to {RetryLimits.MaxDelay}");

        MaxAttempts = maxAttempts;
        FirstDelay = firstDelay;
        LongestDelay = longestDelay;
    }

    /// <summary>Attempts, the first one counted.</summary>
    public int MaxAttempts { get; }

    /// <summary>The longest wait after the first attempt.</summary>
    public TimeSpan FirstDelay { get; }

    /// <summary>What no wait exceeds.</summary>
    public TimeSpan LongestDelay { get; }

    /// <summary>What comes after some attempts have failed, the last of them with this error.</summary>
    public RetryEnvelope After(int attempts, ErrorCode error, Random jitter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);
        if (!error.Retryable || attempts >= MaxAttempts)
            return new RetryEnvelope(attempts, null);

        // The double never overflows: there are at most 100 attempts.
        var delay = Math.Min(FirstDelay.TotalMilliseconds * Math.Pow(2, attempts - 1), LongestDelay.TotalMilliseconds);
        var jittered = delay * (0.5 + (jitter.NextDouble() / 2));
        return new RetryEnvelope(attempts, Math.Max(1, (long)jittered));
    }

    private static FabricException Refused(string given, string bounds) => new(
        ErrorTable.LimitExceeded, $"A retry policy asks for {given}.", $"The bounds are {bounds}.",
        "Stay within them.");
}
