using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Importing;

/// <summary>A swarm that a document speaks of, and what it seems to be able to do.</summary>
public sealed record SwarmProposal
{
    public required string Swarm { get; init; }

    /// <summary>The line that names it, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Each once, in the order of the document.</summary>
    public IReadOnlyList<ProposedCapability> Capabilities { get; init; } = [];

    public Money? CostPerHour { get; init; }

    /// <summary>The line that says what it costs.</summary>
    public int? CostLine { get; init; }
}
