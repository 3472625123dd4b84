namespace InfraFabric.Coordinator.Swarms;

/// <summary>A session that has begun.</summary>
/// <param name="Profile">The swarm as it is registered.</param>
/// <param name="Session">The session's name: every claim and every sign of life carries it.</param>
public readonly record struct SessionStart(SwarmProfile Profile, long Session);
