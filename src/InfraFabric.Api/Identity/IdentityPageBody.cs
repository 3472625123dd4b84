namespace InfraFabric.Api.Identity;

/// <summary>One page of the list of identities.</summary>
/// <param name="Identities">In the order of their names.</param>
/// <param name="NextAfter">The identity to read on after; null on the last page.</param>
public sealed record IdentityPageBody(IReadOnlyList<IdentityBody> Identities, string? NextAfter);
