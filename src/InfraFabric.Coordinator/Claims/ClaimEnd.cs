using InfraFabric.Core.Ids;

namespace InfraFabric.Coordinator.Claims;

/// <summary>A claim ends, and how is held for or against its swarm.</summary>
/// <param name="Task">The task it was of.</param>
/// <param name="Failure">Why it has failed; null if it has not.</param>
/// <param name="LostSession">The session that has ended with it, if that is why.</param>
internal sealed record ClaimEnd(TaskId Task, string? Failure, long? LostSession = null);
