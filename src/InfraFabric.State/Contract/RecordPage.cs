namespace InfraFabric.State.Contract;

/// <summary>One page of a list.</summary>
/// <param name="Records">The records in the order of their keys.</param>
/// <param name="Revision">The revision that the page shows.</param>
/// <param name="More">Whether there are records after the last one.</param>
public sealed record RecordPage(IReadOnlyList<Record> Records, long Revision, bool More);
