using InfraFabric.Core.Ids;

namespace InfraFabric.Governor.Breakers;

/// <summary>What became of the wish to move a breaker.</summary>
/// <param name="Verdict">How it ended.</param>
/// <param name="Swarm">Whose breaker it is; null where that is not known.</param>
/// <param name="Breaker">The breaker afterwards; null if it is closed.</param>
public sealed record ResetOutcome(ResetVerdict Verdict, SwarmName? Swarm, BreakerStatus? Breaker);
