namespace InfraFabric.Governor.Delegation;

/// <summary>The bounds of a delegation.</summary>
public static class DelegationLimits
{
    /// <summary>Characters of its text.</summary>
    public const int MaxLength = 8 * 1024;

    /// <summary>How often it can be handed on, the first time included.</summary>
    public const int MaxSteps = 4;

    /// <summary>Kinds of work that a step can name.</summary>
    public const int MaxKinds = 16;

    /// <summary>For how long money can be promised.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromDays(366);
}
