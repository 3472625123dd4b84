namespace InfraFabric.Api.Governing;

/// <summary>A page of swarms.</summary>
/// <param name="Swarms">In the order of their names.</param>
/// <param name="NextAfter">The name after which the next page begins; left out on the last one.</param>
public sealed record StandingPageBody(IReadOnlyList<StandingBody> Swarms, string? NextAfter);
