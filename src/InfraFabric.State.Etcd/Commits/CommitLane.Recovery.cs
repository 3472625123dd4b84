using InfraFabric.Core.Errors;
using InfraFabric.State.Etcd.Cluster;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.State.Etcd.Commits;

/// <content>Finding out what a group did whose answer was lost.</content>
internal sealed partial class CommitLane
{
    /// <summary>
    /// The group happened at a revision; what it did is read as of that revision. A commit happened if its first note
    /// is there; of the others, no member of the group touched the guards' keys, so they are as the group found them.
    /// </summary>
    private async Task RecoverAsync(CommitGroup group, string notes, long revision)
    {
        try
        {
            var written = await ReadOrdersAsync(notes, revision);
            foreach (var commit in group.Commits)
            {
                if (written.Contains(commit.FirstNote))
                    commit.Succeed(revision);
                else
                    commit.Refuse(revision, await ReadConditionsAsync(commit, revision));
            }
        }
        catch (FabricException e)
        {
            throw EtcdFaults.OutcomeUnknown(e.Why, e);
        }
    }

    private async Task<HashSet<int>> ReadOrdersAsync(string notes, long revision)
    {
        var request = new RangeRequest
        {
            Key = KeyLayout.Bytes(notes),
            RangeEnd = KeyLayout.End(notes),
            Revision = revision,
            KeysOnly = true,
        };
        var found = await caller.CallAsync(EtcdMethods.Range, request, closing);
        return [.. found.Kvs.Select(kv => KeyLayout.NoteOrderOf(KeyLayout.Text(kv.Key)))];
    }

    private async Task<IReadOnlyList<ResponseOp>> ReadConditionsAsync(PendingCommit commit, long revision)
    {
        var request = new TxnRequest();
        foreach (var operation in commit.Transaction.Failure)
        {
            var asOfThen = operation.Clone();
            asOfThen.RequestRange.Revision = revision;
            request.Success.Add(asOfThen);
        }

        return (await caller.CallAsync(EtcdMethods.Txn, request, closing)).Responses;
    }
}
