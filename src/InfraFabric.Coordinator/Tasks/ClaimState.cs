namespace InfraFabric.Coordinator.Tasks;

/// <summary>Who owns a task.</summary>
internal sealed record ClaimState
{
    public required string Swarm { get; init; }

    /// <summary>The session on which the claim lives: the revision of the commit that began it.</summary>
    public required long Session { get; init; }

    /// <summary>
    /// The revision of the commit that made the claim. That commit cannot know it; null there, for it is the
    /// record's own.
    /// </summary>
    public long? Fence { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>When the owner last told of the work.</summary>
    public DateTimeOffset? HeardAt { get; init; }

    public WorkPhase Phase { get; init; }

    /// <summary>The idempotency key of the call that made it.</summary>
    public string? Request { get; init; }
}
