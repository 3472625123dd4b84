namespace InfraFabric.State.Contract;

/// <summary>What a store holds and where it stands. A number that a backend cannot know cheaply is null.</summary>
public sealed record StateStats
{
    /// <summary>The name of the backend: <c>embedded</c>, <c>etcd</c> or <c>simulated</c>.</summary>
    public required string Backend { get; init; }

    /// <summary>The revision of the newest commit.</summary>
    public required long Revision { get; init; }

    /// <summary>History up to this revision is forgotten.</summary>
    public required long CompactedRevision { get; init; }

    public required long Records { get; init; }

    public required long PendingNotes { get; init; }

    public required long Leases { get; init; }

    public int? Watchers { get; init; }

    /// <summary>Bytes on disk.</summary>
    public long? DiskBytes { get; init; }

    /// <summary>Where: a file, or endpoints. Never with a password in it.</summary>
    public required string Location { get; init; }
}
