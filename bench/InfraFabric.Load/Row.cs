namespace InfraFabric.Load;

/// <summary>One line of the results.</summary>
/// <param name="Figure">What was measured.</param>
/// <param name="Ours">Our number.</param>
/// <param name="Peer">The peer's number, from the same run on the same machine.</param>
/// <param name="Goal">What was to be reached.</param>
/// <param name="Reached">Whether it was.</param>
internal sealed record Row(string Figure, string Ours, string Peer, string Goal, bool Reached)
{
    /// <summary>What only a peer does; it is there for rows of ours to be read beside it.</summary>
    public static Row OfPeer(string figure, string peer) => new(figure, "-", peer, "-", Reached: true);
}
