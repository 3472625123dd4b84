using Google.Protobuf;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.State.Etcd.Commits;

/// <summary>A change of a key of etcd.</summary>
internal readonly record struct KeyWrite(string Key, ReadOnlyMemory<byte>? Value, LeaseId Lease)
{
    public static KeyWrite Of(Write write, KeyLayout layout) =>
        new(layout.Record(write.Key), write.IsDelete ? new ReadOnlyMemory<byte>?() : write.Value, write.Lease);

    public static KeyWrite Put(string key, ReadOnlyMemory<byte> value, LeaseId lease = default) =>
        new(key, value, lease);

    public static KeyWrite Delete(string key) => new(key, null, LeaseId.None);

    public RequestOp ToOperation()
    {
        var key = KeyLayout.Bytes(Key);
        return Value is { } value
            ? PutOf(key, value, Lease.Value)
            : new RequestOp { RequestDeleteRange = new DeleteRangeRequest { Key = key } };
    }

    public static RequestOp PutOf(ByteString key, ReadOnlyMemory<byte> value, long lease) => new()
    {
        // The bytes are not copied: whoever made the commit must not change them.
        RequestPut = new PutRequest { Key = key, Value = UnsafeByteOperations.UnsafeWrap(value), Lease = lease },
    };
}
