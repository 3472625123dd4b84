using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Witness.Cosigning;

/// <summary>What came of a request to cosign.</summary>
/// <param name="Note">The note with our cosignature below it; null if it was refused.</param>
/// <param name="Fault">Why it was refused.</param>
/// <param name="Fork">The evidence, where the log has shown two faces.</param>
public sealed record CosignOutcome(SignedNote? Note, LogFault? Fault = null, LogFork? Fork = null);
