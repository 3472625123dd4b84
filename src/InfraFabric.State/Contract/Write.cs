namespace InfraFabric.State.Contract;

/// <summary>One change of a commit: put a value under a key, or delete what is there.</summary>
public readonly record struct Write
{
    private Write(RecordKey key, ReadOnlyMemory<byte> value, LeaseId lease, bool isDelete)
    {
        Key = key;
        Value = value;
        Lease = lease;
        IsDelete = isDelete;
    }

    public RecordKey Key { get; }

    public ReadOnlyMemory<byte> Value { get; }

    public LeaseId Lease { get; }

    public bool IsDelete { get; }

    /// <summary>Makes or replaces a record. The bytes must not be changed afterwards.</summary>
    public static Write Put(RecordKey key, ReadOnlyMemory<byte> value, LeaseId lease = default) =>
        new(key, value, lease, isDelete: false);

    /// <summary>Removes a record; deleting what is not there changes nothing.</summary>
    public static Write Delete(RecordKey key) => new(key, default, default, isDelete: true);
}
