namespace InfraFabric.Coordinator.Board;

/// <summary>
/// The capabilities that one or more swarms offer, and the lanes whose tasks they can do. Swarms with the same ones
/// share it, so that what fits whom is found out once.
/// </summary>
internal sealed class CapabilitySet(IReadOnlyList<string> capabilities)
{
    private readonly HashSet<string> _offered = new(capabilities, StringComparer.Ordinal);

    /// <summary>The lanes that these capabilities cover.</summary>
    public List<Lane> Lanes { get; } = [];

    /// <summary>Those of its swarms that wait for work on a stream of this server.</summary>
    public SortedSet<SwarmEntry> Idle { get; } = new(SwarmLoad.LightestFirst);

    public bool Covers(IReadOnlyList<string> required)
    {
        foreach (var capability in required)
        {
            if (!_offered.Contains(capability))
                return false;
        }

        return true;
    }
}
