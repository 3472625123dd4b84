namespace InfraFabric.Api.Tasks;

/// <summary>What does not get on at present, the oldest first.</summary>
public sealed record BlockersBody(IReadOnlyList<BlockerBody> Blockers);
