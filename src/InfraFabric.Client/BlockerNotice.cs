using InfraFabric.Api.Tasks;

namespace InfraFabric.Client;

/// <summary>Somebody needs help, or needs it no longer.</summary>
/// <param name="Blocker">What does not get on, and why.</param>
/// <param name="IsResolved">Whether it does by now.</param>
public sealed record BlockerNotice(BlockerBody Blocker, bool IsResolved);
