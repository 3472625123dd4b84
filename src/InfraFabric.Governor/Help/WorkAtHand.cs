using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Help;

/// <summary>A task, as whoever seeks someone for it needs to know it.</summary>
public sealed record WorkAtHand
{
    public required TaskId Task { get; init; }

    /// <summary>Its type.</summary>
    public required string Kind { get; init; }

    /// <summary>Where it stands, as its record says.</summary>
    public required string Stage { get; init; }

    /// <summary>The swarm that owns it.</summary>
    public string? Owner { get; init; }

    /// <summary>Why it does not get on; null if it does.</summary>
    public string? Blocked { get; init; }

    /// <summary>What whoever takes or helps it must be able to do.</summary>
    public required IReadOnlyList<Capability> Required { get; init; }

    /// <summary>What it may cost, as it was asked for; null if that was not said.</summary>
    public Money? Budget { get; init; }

    /// <summary>What may still be spent on it: what helping it is worth at most.</summary>
    public required Money Value { get; init; }
}
