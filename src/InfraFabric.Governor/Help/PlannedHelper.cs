using InfraFabric.Core.Units;
using InfraFabric.Governor.Matching;

namespace InfraFabric.Governor.Help;

/// <summary>A swarm that is to help.</summary>
/// <param name="Candidate">The swarm.</param>
/// <param name="Capability">What it was chosen for.</param>
/// <param name="Cost">What it is expected to cost.</param>
/// <param name="Share">What it may spend: its share of what the task has left.</param>
internal sealed record PlannedHelper(Candidate Candidate, string Capability, Money Cost, Money Share);
