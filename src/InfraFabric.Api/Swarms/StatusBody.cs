namespace InfraFabric.Api.Swarms;

/// <summary>How the coordinator stands.</summary>
public sealed record StatusBody
{
    public required string Backend { get; init; }

    public required IReadOnlyList<MemberBody> Members { get; init; }

    /// <summary>The newest revision of the store.</summary>
    public required long Revision { get; init; }

    /// <summary>Revisions that this server has not taken in yet.</summary>
    public required long Lag { get; init; }

    public required int Swarms { get; init; }

    public required int SwarmsAtWork { get; init; }

    public required int Streams { get; init; }

    /// <summary>How many tasks are in each state.</summary>
    public required IReadOnlyDictionary<string, int> Tasks { get; init; }

    public required int Blockers { get; init; }

    /// <summary>Claims that this server made in the last minute.</summary>
    public required long ClaimsLastMinute { get; init; }

    public required double ClaimsPerSecond { get; init; }

    public double? ClaimP50Ms { get; init; }

    public double? ClaimP99Ms { get; init; }
}
