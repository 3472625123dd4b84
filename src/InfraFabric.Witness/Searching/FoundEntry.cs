using InfraFabric.Witness.Entries;

namespace InfraFabric.Witness.Searching;

/// <summary>An entry, and its place in the ledger, counted from 0.</summary>
public sealed record FoundEntry(long Place, LedgerEntry Entry);
