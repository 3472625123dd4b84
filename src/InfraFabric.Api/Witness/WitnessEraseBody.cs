namespace InfraFabric.Api.Witness;

/// <summary>Whose texts about persons are to be erased.</summary>
/// <param name="Entries">The places of the entries, at most 1000.</param>
public sealed record WitnessEraseBody(IReadOnlyList<long> Entries);
