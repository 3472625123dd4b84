namespace InfraFabric.Api.Swarms;

/// <summary>One page of swarms in the order of their names.</summary>
/// <param name="Swarms">The swarms.</param>
/// <param name="NextAfter">The name to read on after; null on the last page.</param>
public sealed record SwarmPageBody(IReadOnlyList<SwarmBody> Swarms, string? NextAfter);
