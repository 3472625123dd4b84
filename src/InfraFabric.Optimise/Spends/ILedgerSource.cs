namespace InfraFabric.Optimise.Spends;

/// <summary>
/// The entries of the witness's ledger, as far as they tell of spending. The part that keeps the ledger does not know
/// this one: whoever wires both together puts this between them.
/// </summary>
public interface ILedgerSource
{
    /// <summary>Tells this ledger from every other.</summary>
    string Id { get; }

    /// <summary>How many entries there are.</summary>
    ValueTask<long> SizeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// So many entries from a place on, as many as there are; null for one that tells nothing of spending, and for one
    /// that is not kept any more.
    /// </summary>
    ValueTask<IReadOnlyList<LedgerFact?>> ReadAsync(long first, int count, CancellationToken cancellationToken);
}
