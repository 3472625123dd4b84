namespace InfraFabric.State.Etcd.Commits;

/// <summary>
/// Commits that share one transaction of etcd because none of them touches what another one asks about.
/// </summary>
internal sealed class CommitGroup(IReadOnlyList<PendingCommit> commits)
{
    public IReadOnlyList<PendingCommit> Commits { get; } = commits;

    public void Fail(Exception error)
    {
        foreach (var commit in Commits)
            commit.Fail(error);
    }
}
