namespace InfraFabric.Coordinator.Board;

/// <summary>
/// Who of those who offer the same gets a task: who is worth most for the money, then who has the least to do for its
/// size, then who waited longest.
/// </summary>
internal static class SwarmRank
{
    public static readonly IComparer<SwarmEntry> BestFirst = Comparer<SwarmEntry>.Create(static (left, right) =>
    {
        var byWorth = right.Worth.CompareTo(left.Worth);
        if (byWorth != 0)
            return byWorth;
        var byLoad = left.Load.CompareTo(right.Load);
        if (byLoad != 0)
            return byLoad;
        var byTurn = left.LastServed.CompareTo(right.LastServed);
        return byTurn != 0 ? byTurn : string.CompareOrdinal(left.Name, right.Name);
    });

    /// <summary>
    /// Compares two that offer different things: how well each matches the task counts with its worth.
    /// </summary>
    public static int Compare(double leftMatch, SwarmEntry left, double rightMatch, SwarmEntry right)
    {
        var byScore = (rightMatch * right.Worth).CompareTo(leftMatch * left.Worth);
        if (byScore != 0)
            return byScore;
        var byMatch = rightMatch.CompareTo(leftMatch);
        return byMatch != 0 ? byMatch : BestFirst.Compare(left, right);
    }
}
