namespace InfraFabric.Governor.Policy;

/// <summary>The bounds of a policy.</summary>
public static class PolicyLimits
{
    /// <summary>Swarms that one file speaks of.</summary>
    public const int MaxSwarms = 5000;

    /// <summary>Capabilities of one swarm.</summary>
    public const int MaxCapabilities = 64;

    /// <summary>Models that one swarm has prices for.</summary>
    public const int MaxModels = 64;

    /// <summary>Rules, which stand in one record together.</summary>
    public const int MaxRules = 1000;

    /// <summary>Bytes of all rules together, as they are stored.</summary>
    public const int MaxRuleBytes = 112 * 1024;

    /// <summary>Swarms that may be set to help with one blocker.</summary>
    public const int MaxSwarmsPerTask = 16;

    /// <summary>Characters of a pattern, a reason, or the name of a model.</summary>
    public const int MaxTextLength = 200;

    /// <summary>How often it is looked whether the file has changed.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
}
