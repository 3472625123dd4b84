namespace InfraFabric.Api.Claims;

/// <summary>What a swarm wants to claim: one task, or the best for it, one or up to 100.</summary>
public sealed record ClaimAskBody
{
    /// <summary>The session, as registering answered.</summary>
    public required long Session { get; init; }

    /// <summary>The task, if it must be that one.</summary>
    public string? Task { get; init; }

    /// <summary>How many of the best ones; 1 if it is not given.</summary>
    public int? Count { get; init; }
}
