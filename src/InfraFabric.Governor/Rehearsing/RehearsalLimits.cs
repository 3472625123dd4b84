namespace InfraFabric.Governor.Rehearsing;

/// <summary>The bounds of a rehearsal.</summary>
public static class RehearsalLimits
{
    /// <summary>Decisions of one kind that are looked at; the oldest ones count.</summary>
    public const int MaxDecisions = 10_000;

    /// <summary>Changes that are listed; all are counted.</summary>
    public const int MaxChanges = 200;

    /// <summary>How far back it goes at most.</summary>
    public static readonly TimeSpan MaxSince = TimeSpan.FromDays(366);
}
