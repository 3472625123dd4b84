using Google.Protobuf;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd;
using InfraFabric.State.Etcd.Cluster;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.Load.Etcd;

/// <summary>The peer: one etcd transaction for each commit, over the same connection, with the same content.</summary>
internal sealed class RawCommits(EtcdCaller caller)
{
    private readonly byte[] _value = new byte[300];
    private readonly byte[] _note = WitnessNoteForm.Encode(EtcdBench.NewNote(0));
    private long _made;

    public async Task CommitAsync()
    {
        var number = Interlocked.Increment(ref _made);
        var (key, note) = (KeyLayout.Bytes($"/raw/r/bench/{number}"), KeyLayout.Bytes($"/raw/o/{number:x40}"));
        var request = new TxnRequest();
        request.Compare.Add(new Compare { Key = key, Target = Compare.Types.CompareTarget.Create });
        request.Success.Add(new RequestOp { RequestPut = Put(key, _value) });
        request.Success.Add(new RequestOp { RequestPut = Put(note, _note) });
        request.Failure.Add(new RequestOp { RequestRange = new RangeRequest { Key = key, KeysOnly = true } });
        var answer = await caller.AttemptAsync(EtcdMethods.Txn, request, CancellationToken.None);
        if (!answer.Succeeded)
            throw new InvalidOperationException("A guard failed.");
    }

    private static PutRequest Put(ByteString key, byte[] value) =>
        new() { Key = key, Value = UnsafeByteOperations.UnsafeWrap(value) };
}
