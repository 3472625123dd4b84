using InfraFabric.Coordinator.Tasks;

namespace InfraFabric.Coordinator.Claims;

/// <summary>The answer to a call about a claim.</summary>
/// <param name="Verdict">How it ended.</param>
/// <param name="State">Where the task stands now, if it is known.</param>
/// <param name="Revision">The commit that did it.</param>
public readonly record struct WorkOutcome(WorkVerdict Verdict, TaskState? State = null, long Revision = 0);
