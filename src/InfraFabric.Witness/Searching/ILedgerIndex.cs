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
    /// Forgets the entries before a place: words of a reason must not outlive the reason. It must be done while the
    /// ledger still has their texts, which say what the words are, and before it prunes them. The ledger can be
    /// searched meanwhile.
    /// </summary>
    Task ForgetAsync(long before, CancellationToken cancellationToken);
}
