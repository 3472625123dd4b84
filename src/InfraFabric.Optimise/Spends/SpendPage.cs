namespace InfraFabric.Optimise.Spends;

/// <summary>One page of spendings, in the order of the ledger.</summary>
/// <param name="Spends">The spendings.</param>
/// <param name="Next">The place after which the next page begins; null if this is the last one.</param>
public sealed record SpendPage(IReadOnlyList<Spend> Spends, long? Next);
