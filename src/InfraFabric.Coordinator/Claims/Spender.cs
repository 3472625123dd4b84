using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator.Claims;

/// <summary>A swarm that spends.</summary>
/// <param name="Lease">The lease of its session: what stands on it goes with the swarm.</param>
/// <param name="Guard">What must hold while it spends.</param>
public sealed record Spender(LeaseId Lease, Guard Guard);
