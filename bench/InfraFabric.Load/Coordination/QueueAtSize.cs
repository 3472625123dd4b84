namespace InfraFabric.Load.Coordination;

/// <summary>What was measured with so many ready tasks in the queue.</summary>
/// <param name="Tasks">How many.</param>
/// <param name="Adding">How long it took to add them.</param>
/// <param name="Bytes">The memory of the server before they were added, and after.</param>
/// <param name="Paces">How fast claims were at each pace.</param>
internal sealed record QueueAtSize(
    int Tasks, TimeSpan Adding, (long Before, long After) Bytes, IReadOnlyList<QueueAtPace> Paces);
