namespace InfraFabric.Api.Breakers;

/// <summary>A breaker that is not closed.</summary>
public sealed record BreakerBody
{
    /// <summary>The swarm that it stops.</summary>
    public required string Swarm { get; init; }

    /// <summary><c>open</c>: no work, no money; <c>half_open</c>: one thing at a time, until one goes well.</summary>
    public required string State { get; init; }

    /// <summary>
    /// What opened it: <c>budget_exhausted</c>, <c>failures</c>, <c>loop</c>, <c>velocity</c> or <c>manual</c>.
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>The same in words.</summary>
    public required string Detail { get; init; }

    /// <summary>Since when it is in this state.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Whose doing it was that it opened.</summary>
    public required string By { get; init; }

    /// <summary>The escalation that told a human of it.</summary>
    public string? Escalation { get; init; }

    /// <summary>Who approved that the swarm be tried again.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>A reset that waits for the approval of another operator.</summary>
    public ResetAskBody? Asked { get; init; }

    /// <summary>The revision that last changed it.</summary>
    public long Revision { get; init; }
}
