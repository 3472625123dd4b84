namespace InfraFabric.State.Contract;

/// <summary>A condition that must hold at the moment of a commit.</summary>
public readonly record struct Guard
{
    private Guard(GuardKind kind, RecordKey key, long revision)
    {
        Kind = kind;
        Key = key;
        Revision = revision;
    }

    public GuardKind Kind { get; }

    public RecordKey Key { get; }

    /// <summary>
    /// The revision that <see cref="GuardKind.Unchanged"/> and <see cref="GuardKind.Created"/> compare with.
    /// </summary>
    public long Revision { get; }

    /// <summary>There is no record under the key.</summary>
    public static Guard Absent(RecordKey key) => new(GuardKind.Absent, key, 0);

    /// <summary>There is a record under the key.</summary>
    public static Guard Exists(RecordKey key) => new(GuardKind.Exists, key, 0);

    /// <summary>The record was last changed by the commit with that revision.</summary>
    public static Guard Unchanged(RecordKey key, long modifyRevision) =>
        new(GuardKind.Unchanged, key, modifyRevision);

    /// <summary>The record was made by the commit with that revision, and has not been deleted since.</summary>
    public static Guard Created(RecordKey key, long createRevision) => new(GuardKind.Created, key, createRevision);

    /// <summary>Whether the guard holds for what is under its key.</summary>
    public bool Holds(Record? current) => Kind switch
    {
        GuardKind.Absent => current is null,
        GuardKind.Exists => current is not null,
        GuardKind.Unchanged => current is not null && current.ModifyRevision == Revision,
        GuardKind.Created => current is not null && current.CreateRevision == Revision,
        _ => throw new InvalidOperationException($"A guard of no kind: {Kind}."),
    };
}
