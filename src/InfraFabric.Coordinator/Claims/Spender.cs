using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator.Claims;

/// <summary>A swarm that spends.</summary>
/// <param name="Swarm">Its name.</param>
/// <param name="Lease">The lease of its session: what stands on it goes with the swarm.</param>
/// <param name="Guard">What must hold while it spends.</param>
public sealed record Spender(SwarmName Swarm, LeaseId Lease, Guard Guard)
{
    /// <summary>The task that it spends on, if it is one.</summary>
    public TaskSpec? Task { get; init; }
}
