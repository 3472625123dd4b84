using InfraFabric.State.Contract;
using InfraFabric.State.Etcd;

namespace InfraFabric.Load.Etcd;

/// <summary>Ours: a guard, a write of 300 bytes, a note.</summary>
internal sealed class StoreCommits(EtcdStateStore store)
{
    private readonly byte[] _value = new byte[300];

    public async Task<long> CommitAsync(int committer, long revision)
    {
        var key = new RecordKey($"bench/{committer}");
        var guard = revision == 0 ? Guard.Absent(key) : Guard.Unchanged(key, revision);
        var outcome = await store.CommitAsync(
            new Commit([guard], [Write.Put(key, _value)], [EtcdBench.NewNote(committer)]));
        return outcome.Succeeded ? outcome.Revision : throw new InvalidOperationException("A guard failed.");
    }
}
