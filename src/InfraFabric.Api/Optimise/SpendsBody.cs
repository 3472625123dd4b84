namespace InfraFabric.Api.Optimise;

/// <summary>One page of spendings, in the order of the ledger.</summary>
/// <param name="Spends">The spendings.</param>
/// <param name="NextAfter">The index after which the next page begins; none if this is the last one.</param>
public sealed record SpendsBody(IReadOnlyList<SpendRowBody> Spends, long? NextAfter = null);
