namespace InfraFabric.State.Contract;

/// <summary>How a commit ended.</summary>
public enum CommitVerdict
{
    /// <summary>All of it happened, durably.</summary>
    Committed,

    /// <summary>A guard did not hold; nothing happened.</summary>
    GuardFailed,

    /// <summary>A write names a lease that has ended; nothing happened.</summary>
    LeaseGone,
}
