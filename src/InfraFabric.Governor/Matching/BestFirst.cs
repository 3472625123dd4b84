namespace InfraFabric.Governor.Matching;

/// <summary>
/// The order of candidates: by score, then by what they can do, then by what they have shown. Names decide the rest,
/// so that every server finds the same.
/// </summary>
internal sealed class BestFirst : IComparer<Candidate>
{
    public static BestFirst Instance { get; } = new();

    public int Compare(Candidate? x, Candidate? y)
    {
        if (x is null || y is null)
            return (x is null ? 1 : 0) - (y is null ? 1 : 0);
        var order = y.Score.CompareTo(x.Score);
        if (order == 0)
            order = y.Match.CompareTo(x.Match);
        if (order == 0)
            order = y.Reputation.CompareTo(x.Reputation);
        if (order == 0)
            order = y.IsProven.CompareTo(x.IsProven);
        return order != 0 ? order : string.CompareOrdinal(x.Swarm.Text, y.Swarm.Text);
    }
}
