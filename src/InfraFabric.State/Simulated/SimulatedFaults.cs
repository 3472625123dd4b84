namespace InfraFabric.State.Simulated;

/// <summary>
/// What goes wrong in a simulated store, and how often: each chance is between 0 and 1, for each occasion.
/// </summary>
public sealed record SimulatedFaults
{
    /// <summary>Nothing goes wrong and everything is immediate.</summary>
    public static SimulatedFaults None { get; } = new();

    /// <summary>The longest way of a request or an answer; each way takes a random part of it.</summary>
    public TimeSpan MaxDelay { get; init; }

    /// <summary>A request never arrives.</summary>
    public double LostRequest { get; init; }

    /// <summary>A commit happens and its answer never arrives.</summary>
    public double LostAcknowledgement { get; init; }

    /// <summary>A watch is cut after a batch and resumes by itself.</summary>
    public double CutWatch { get; init; }
}
