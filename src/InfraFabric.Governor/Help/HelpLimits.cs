namespace InfraFabric.Governor.Help;

/// <summary>The bounds of helping.</summary>
internal static class HelpLimits
{
    /// <summary>How often it is looked whether somebody needs help.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>How long it is waited after something has failed.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>How often what is kept for help that is over is looked for.</summary>
    public static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(10);

    /// <summary>
    /// After what time money that is kept for help that was never given goes back: another server may still be about
    /// to give it.
    /// </summary>
    public static readonly TimeSpan KeepUnused = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Plans that are tried for one blocker in one go: each lacks a swarm that could not be paid for.
    /// </summary>
    public const int MaxPlans = 8;
}
