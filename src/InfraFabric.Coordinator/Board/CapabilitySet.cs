using InfraFabric.Core.Ids;

namespace InfraFabric.Coordinator.Board;

/// <summary>
/// The capabilities that one or more swarms offer, and the lanes whose tasks they can do. Swarms with the same ones
/// share it, so that what fits whom is found out once.
/// </summary>
internal sealed class CapabilitySet(IReadOnlyList<string> capabilities)
{
    private readonly Capability[] _offered = [.. capabilities.Select(Capability.ParseOffer)];

    /// <summary>The lanes whose tasks it is qualified for.</summary>
    public List<Lane> Lanes { get; } = [];

    /// <summary>Those of its swarms that wait for work on a stream of this server.</summary>
    public SortedSet<SwarmEntry> Idle { get; } = new(SwarmRank.BestFirst);

    /// <summary>The share of what a task requires that is offered: 0 to 1.</summary>
    public double Match(Lane lane) => CapabilityMatch.Of(lane.RequiredCapabilities, _offered);
}
