namespace InfraFabric.Witness.Searching;

/// <summary>One page of entries.</summary>
/// <param name="Entries">In the order asked for.</param>
/// <param name="NextAfter">Where to go on; null where there is nothing more. A short page may not be the last.</param>
/// <param name="Size">How many entries the ledger had when it was asked.</param>
public sealed record FoundEntries(IReadOnlyList<FoundEntry> Entries, long? NextAfter, long Size);
