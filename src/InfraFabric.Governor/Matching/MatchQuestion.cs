using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Matching;

/// <summary>Who is sought.</summary>
public sealed record MatchQuestion
{
    /// <summary>What must be done; each stands there once.</summary>
    public IReadOnlyList<Capability> Required { get; init; } = [];

    /// <summary>One of them that must be among what the swarm can do, whatever share of the rest it can.</summary>
    public Capability? Above { get; init; }

    /// <summary>What it may cost; null where it does not matter.</summary>
    public Money? MaxCost { get; init; }

    /// <summary>The kind of work.</summary>
    public string? Kind { get; init; }

    /// <summary>Swarms that are not meant.</summary>
    public IReadOnlySet<string> Except { get; init; } = new HashSet<string>();

    /// <summary>How many candidates are wanted.</summary>
    public int Limit { get; init; } = 10;

    /// <summary>Whether those who lost are wanted as well, each with the reason.</summary>
    public bool Explain { get; init; }
}
