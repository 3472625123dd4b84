namespace InfraFabric.Api.State;

/// <summary>What the state holds and where it stands. What a backend cannot know cheaply is left out.</summary>
public sealed record StatsBody
{
    public required string Backend { get; init; }

    public required long Revision { get; init; }

    public required long CompactedRevision { get; init; }

    public required long Records { get; init; }

    public required long PendingNotes { get; init; }

    public required long Leases { get; init; }

    public int? Watchers { get; init; }

    public long? DiskBytes { get; init; }

    public required string Location { get; init; }
}
