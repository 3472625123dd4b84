namespace InfraFabric.Governor.Importing;

/// <summary>Something that a swarm seems to be able to do.</summary>
/// <param name="Capability">What.</param>
/// <param name="Line">The line that it was read from.</param>
/// <param name="InferredFrom">The word that it was inferred from; null where the document has it as it is.</param>
public sealed record ProposedCapability(string Capability, int Line, string? InferredFrom);
