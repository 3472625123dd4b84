namespace InfraFabric.Load.Coordination;

/// <summary>What was measured with so many ready tasks in the queue.</summary>
/// <param name="Tasks">How many.</param>
/// <param name="Adding">How long it took to add them.</param>
/// <param name="Bytes">The memory of the server before they were added, and after.</param>
/// <param name="Claims">For each pace, the milliseconds that claims took.</param>
internal sealed record QueueAtSize(
    int Tasks, TimeSpan Adding, (long Before, long After) Bytes, IReadOnlyList<(Spread P50, Spread P99)> Claims);
