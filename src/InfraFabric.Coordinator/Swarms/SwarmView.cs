using InfraFabric.Coordinator.Governed;

namespace InfraFabric.Coordinator.Swarms;

/// <summary>A swarm as it is shown.</summary>
/// <param name="Profile">What it says of itself.</param>
/// <param name="Revision">The revision that last changed the profile.</param>
/// <param name="Session">Its session; null if it has none.</param>
/// <param name="Since">When that began.</param>
/// <param name="Held">How many tasks it owns.</param>
/// <param name="Offered">How many are offered to it.</param>
/// <param name="Connected">Whether its event stream is connected to this server.</param>
/// <param name="Offers">The capabilities that count: the registry's, or if it has none, what the swarm says.</param>
/// <param name="Breaker">How its circuit breaker stands; null while it is closed.</param>
public sealed record SwarmView(
    SwarmProfile Profile, long Revision, long? Session, DateTimeOffset? Since, int Held, int Offered, bool Connected,
    IReadOnlyList<string> Offers, BreakerState? Breaker);
