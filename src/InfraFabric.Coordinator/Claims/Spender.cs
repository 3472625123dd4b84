using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator.Claims;

/// <summary>A swarm that spends.</summary>
/// <param name="Swarm">Its name.</param>
/// <param name="Lease">The lease of its session: what stands on it goes with the swarm.</param>
/// <param name="Guard">What must hold while it spends.</param>
public sealed record Spender(SwarmName Swarm, LeaseId Lease, Guard Guard)
{
    /// <summary>What the work on the task may cost, as it was asked for; null if that was not said.</summary>
    public Money? TaskBudget { get; init; }
}
