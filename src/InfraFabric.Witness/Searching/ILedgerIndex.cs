namespace InfraFabric.Witness.Searching;

/// <summary>
/// Finds entries of a ledger. It holds nothing that the ledger does not, and can be made anew from it at any time.
/// </summary>
public interface ILedgerIndex : IAsyncDisposable
{
    /// <summary>Up to which place the ledger can be searched now.</summary>
    long Size { get; }

    /// <summary>
    /// One page of the entries before a place, in which everything is found that is there: it waits until it has come
    /// so far, and says with IF_ERR_NOT_READY when that takes too long.
    /// </summary>
    ValueTask<LedgerMatches> FindAsync(LedgerQuery query, long size, CancellationToken cancellationToken = default);

    /// <summary>Says that the ledger has grown. It neither waits nor fails.</summary>
    void Wake();

    /// <summary>
    /// Says that the ledger has pruned entries: what was kept of their texts must go, too. It neither waits nor fails.
    /// </summary>
    void ForgetPruned();
}
