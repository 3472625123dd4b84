using InfraFabric.State.Contract;
using InfraFabric.State.Etcd;

namespace InfraFabric.Load.Etcd;

/// <summary>Ours: a guard, a write of 300 bytes, a note.</summary>
internal sealed class StoreCommits(EtcdStateStore store)
{
    private readonly byte[] _value = new byte[300];
    private long _made;

    public async Task CommitAsync()
    {
        var number = Interlocked.Increment(ref _made);
        var key = new RecordKey($"bench/{number}");
        var outcome = await store.CommitAsync(
            new Commit([Guard.Absent(key)], [Write.Put(key, _value)], [EtcdBench.NewNote(number)]));
        if (!outcome.Succeeded)
            throw new InvalidOperationException("A guard failed.");
    }
}
