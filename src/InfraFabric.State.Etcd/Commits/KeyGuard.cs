using Google.Protobuf;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.State.Etcd.Commits;

/// <summary>A condition on a key of etcd.</summary>
internal readonly record struct KeyGuard(string Key, GuardKind Kind, long Revision)
{
    public static KeyGuard Of(Guard guard, KeyLayout layout) =>
        new(layout.Record(guard.Key), guard.Kind, guard.Revision);

    public static KeyGuard Exists(string key) => new(key, GuardKind.Exists, 0);

    public static KeyGuard Absent(string key) => new(key, GuardKind.Absent, 0);

    /// <summary>As etcd checks it. Where there is no record, etcd compares with zeros.</summary>
    public Compare ToCompare(ByteString key) => Kind switch
    {
        GuardKind.Absent => Created(key, Compare.Types.CompareResult.Equal, 0),
        GuardKind.Exists => Created(key, Compare.Types.CompareResult.Greater, 0),
        // A record never has revision 0, so such a guard must fail where there is none: no revision is below 0.
        _ when Revision <= 0 => Created(key, Compare.Types.CompareResult.Less, 0),
        GuardKind.Created => Created(key, Compare.Types.CompareResult.Equal, Revision),
        GuardKind.Unchanged => new Compare
        {
            Key = key,
            Target = Compare.Types.CompareTarget.Mod,
            Result = Compare.Types.CompareResult.Equal,
            ModRevision = Revision,
        },
        _ => throw new InvalidOperationException($"A guard of no kind: {Kind}."),
    };

    /// <summary>Whether it holds for what is under the key.</summary>
    public bool Holds(KeyValue? current) => Kind switch
    {
        GuardKind.Absent => current is null,
        GuardKind.Exists => current is not null,
        GuardKind.Unchanged => current is not null && current.ModRevision == Revision,
        GuardKind.Created => current is not null && current.CreateRevision == Revision,
        _ => throw new InvalidOperationException($"A guard of no kind: {Kind}."),
    };

    private static Compare Created(ByteString key, Compare.Types.CompareResult result, long revision) => new()
    {
        Key = key,
        Target = Compare.Types.CompareTarget.Create,
        Result = result,
        CreateRevision = revision,
    };
}
