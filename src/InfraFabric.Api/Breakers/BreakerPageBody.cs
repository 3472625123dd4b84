namespace InfraFabric.Api.Breakers;

/// <summary>One page of the breakers that are not closed, in the order of their swarms.</summary>
/// <param name="Breakers">The breakers.</param>
/// <param name="NextAfter">The name to read on after; null on the last page.</param>
public sealed record BreakerPageBody(IReadOnlyList<BreakerBody> Breakers, string? NextAfter);
