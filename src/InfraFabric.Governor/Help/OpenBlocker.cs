using InfraFabric.Core.Ids;

namespace InfraFabric.Governor.Help;

/// <summary>A blocker about which something is to be done.</summary>
/// <param name="Task">The task that does not get on.</param>
/// <param name="Blocker">Why.</param>
/// <param name="Revision">The revision that raised it.</param>
/// <param name="HelpRevision">The revision of what was done before and helps no more; null if nothing was.</param>
internal sealed record OpenBlocker(TaskId Task, BlockerMark Blocker, long Revision, long? HelpRevision);
