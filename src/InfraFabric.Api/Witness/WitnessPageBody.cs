namespace InfraFabric.Api.Witness;

/// <summary>One page of entries of the ledger.</summary>
/// <param name="Entries">A page may have fewer than asked for, or none, and not be the last.</param>
/// <param name="NextAfter">The place to read on after; null on the last page.</param>
/// <param name="Size">How many entries the ledger had when it was asked: all of them were searched.</param>
public sealed record WitnessPageBody(IReadOnlyList<WitnessEntryBody> Entries, long? NextAfter, long Size);
