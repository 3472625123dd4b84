namespace InfraFabric.Witness.Searching;

/// <summary>One page of what a search has found.</summary>
/// <param name="Places">The places of the entries in the ledger, in the order asked for.</param>
/// <param name="NextAfter">Where to go on; null where there is nothing more. A short page may not be the last.</param>
public sealed record LedgerMatches(IReadOnlyList<long> Places, long? NextAfter);
