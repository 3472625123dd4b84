namespace InfraFabric.Api.Tasks;

/// <summary>What is known of a blob without fetching it.</summary>
public sealed record BlobStatBody
{
    public required string Hash { get; init; }

    public required long Bytes { get; init; }

    /// <summary>When it was last stored.</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>Until then it is kept even if nothing names it; after that, for as long as something does.</summary>
    public required DateTimeOffset KeptUntil { get; init; }
}
