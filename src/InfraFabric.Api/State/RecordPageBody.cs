namespace InfraFabric.Api.State;

/// <summary>One page of a list, all as of one revision.</summary>
/// <param name="Records">In the order of their keys.</param>
/// <param name="Revision">The revision that the page shows; name it to read on consistently.</param>
/// <param name="NextAfter">The key to read on after; null on the last page.</param>
public sealed record RecordPageBody(IReadOnlyList<RecordBody> Records, long Revision, string? NextAfter);
