namespace InfraFabric.Api.Witness;

/// <summary>What was erased.</summary>
/// <param name="Texts">How many texts there were; 0 where all of them had been erased before.</param>
public sealed record WitnessErasedBody(int Texts);
