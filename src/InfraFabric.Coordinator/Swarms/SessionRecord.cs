namespace InfraFabric.Coordinator.Swarms;

/// <summary>
/// A swarm at work, under <c>sessions/{name}</c>, on the lease that its signs of life keep. The revision of the commit
/// that wrote it is the session's name.
/// </summary>
internal sealed record SessionRecord(long Lease, DateTimeOffset Since);
