namespace InfraFabric.State.Contract;

/// <summary>The answer to a commit.</summary>
/// <param name="Verdict">How it ended.</param>
/// <param name="Revision">The commit's revision if it happened, else the revision at which it was refused.</param>
/// <param name="FailedGuard">The place of the first guard that did not hold; -1 if none failed.</param>
public readonly record struct CommitOutcome(CommitVerdict Verdict, long Revision, int FailedGuard)
{
    public bool Succeeded => Verdict == CommitVerdict.Committed;

    public static CommitOutcome Committed(long revision) => new(CommitVerdict.Committed, revision, -1);

    public static CommitOutcome GuardFailed(long revision, int guard) =>
        new(CommitVerdict.GuardFailed, revision, guard);

    public static CommitOutcome LeaseGone(long revision) => new(CommitVerdict.LeaseGone, revision, -1);
}
