namespace InfraFabric.Coordinator.Board;

/// <summary>
/// Who of those who can do a task gets it: who has the least to do for its size, then who waited longest.
/// </summary>
internal static class SwarmLoad
{
    public static readonly IComparer<SwarmEntry> LightestFirst = Comparer<SwarmEntry>.Create(static (left, right) =>
    {
        var byLoad = left.Load.CompareTo(right.Load);
        if (byLoad != 0)
            return byLoad;
        var byTurn = left.LastServed.CompareTo(right.LastServed);
        return byTurn != 0 ? byTurn : string.CompareOrdinal(left.Name, right.Name);
    });
}
