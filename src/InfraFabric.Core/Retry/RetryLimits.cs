namespace InfraFabric.Core.Retry;

/// <summary>The bounds of every retry policy.</summary>
public static class RetryLimits
{
    /// <summary>Attempts, the first one counted.</summary>
    public const int MaxAttempts = 100;

    /// <summary>The shortest wait, so that a retry never becomes a busy loop.</summary>
    public static readonly TimeSpan MinDelay = TimeSpan.FromMilliseconds(1);

    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromHours(1);
}
