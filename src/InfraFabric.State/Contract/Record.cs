namespace InfraFabric.State.Contract;

/// <summary>
/// A record as it stood after the commit that last changed it. Its bytes are never changed afterwards.
/// </summary>
public sealed class Record(
    RecordKey key, ReadOnlyMemory<byte> value, long createRevision, long modifyRevision, LeaseId lease)
{
    public RecordKey Key { get; } = key;

    public ReadOnlyMemory<byte> Value { get; } = value;

    /// <summary>The revision of the commit that made it.</summary>
    public long CreateRevision { get; } = createRevision;

    /// <summary>The revision of the commit that last changed it.</summary>
    public long ModifyRevision { get; } = modifyRevision;

    /// <summary>The lease with which it vanishes; <see cref="LeaseId.None"/> if it stays.</summary>
    public LeaseId Lease { get; } = lease;

    /// <summary>
    /// The version before this one, as long as history still needs it. Guarded by the owning state's lock.
    /// </summary>
    internal Record? Previous { get; set; }

    /// <summary>Whether this version says that the record was removed. Such a version is never handed out.</summary>
    internal bool IsTombstone => CreateRevision == 0;

    /// <summary>What the commit that made this version did to the key.</summary>
    internal Change AsChange() => new(Key, IsTombstone ? null : this);

    internal static Record Tombstone(RecordKey key, long revision) =>
        new(key, default, createRevision: 0, revision, LeaseId.None);
}
