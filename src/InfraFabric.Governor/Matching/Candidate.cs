using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Matching;

/// <summary>A swarm, and what speaks for and against it.</summary>
public sealed record Candidate
{
    public required SwarmName Swarm { get; init; }

    public required CandidateVerdict Verdict { get; init; }

    /// <summary>The share of what is required that it can do.</summary>
    public required double Match { get; init; }

    public required double Reputation { get; init; }

    /// <summary>Whether the reputation comes from work that it has done.</summary>
    public required bool IsProven { get; init; }

    /// <summary>What an hour of it costs; null if nobody has said.</summary>
    public Money? CostPerHour { get; init; }

    /// <summary>Match × reputation / dollars per hour.</summary>
    public required double Score { get; init; }

    /// <summary>What stands in the way, or what it may cost, in words.</summary>
    public string? Detail { get; init; }

    public string? Tenant { get; init; }

    /// <summary>The identity that acts for it.</summary>
    internal string? Owner { get; init; }

    internal long Session { get; init; }

    internal long Lease { get; init; }

    internal IReadOnlyList<Capability> Offers { get; init; } = [];

    /// <summary>What it is expected to cost.</summary>
    internal Money? ExpectedCost { get; init; }

    internal bool CanDo(Capability required) => Offers.Any(offer => offer.Covers(required));
}
