namespace InfraFabric.Client.Push;

/// <summary>The bounds of reading event streams.</summary>
public static class PushLimits
{
    /// <summary>
    /// How long a stream may be silent before its connection counts as lost. A server says every 15 seconds that it
    /// lives.
    /// </summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(45);

    /// <summary>The longest wait after the first failure to connect.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    /// <summary>What no wait between two attempts exceeds.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>How long a person at a terminal waits for a lost server.</summary>
    public static readonly TimeSpan ResumeWithin = TimeSpan.FromSeconds(30);
}
