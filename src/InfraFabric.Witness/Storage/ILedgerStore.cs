using InfraFabric.Core.Crypto;

namespace InfraFabric.Witness.Storage;

/// <summary>
/// Where a ledger is kept: its entries, its full tiles, and its head, which change together or not at all. One ledger
/// writes at a time; a store refuses a batch that does not begin where its head ends, so that two can never fork it.
/// </summary>
public interface ILedgerStore : IAsyncDisposable
{
    /// <summary>Tells this ledger from every other, whatever it is called: made with it, and never changed.</summary>
    string Id { get; }

    /// <summary>The head as it stands.</summary>
    ValueTask<LedgerHead> LoadAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Adds a batch behind the head; durable when it returns. A failure leaves the head as it was, or, with
    /// IF_ERR_STATE_OUTCOME_UNKNOWN, leaves that to be seen by loading it again.
    /// </summary>
    ValueTask AppendAsync(LedgerBatch batch, CancellationToken cancellationToken = default);

    /// <summary>A full tile of hashes; null if there is none yet.</summary>
    ValueTask<ReadOnlyMemory<byte>?> ReadTileAsync(
        int level, long index, CancellationToken cancellationToken = default);

    /// <summary>The roots of so many full tiles side by side, which are the hashes of the tile above.</summary>
    ValueTask<IReadOnlyList<Sha256Hash>> ReadTileRootsAsync(
        int level, long first, int count, CancellationToken cancellationToken = default);

    /// <summary>
    /// The bytes of so many entries from a place on, as many as there are; empty for one whose text was pruned.
    /// </summary>
    ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadEntriesAsync(
        long first, int count, CancellationToken cancellationToken = default);

    /// <summary>
    /// Keeps how far the sequences of all actors have come, as of a size, so that a start need not count.
    /// </summary>
    ValueTask SaveActorsAsync(ActorSequences actors, CancellationToken cancellationToken = default);

    /// <summary>What was kept last; those of an empty ledger if nothing was.</summary>
    ValueTask<ActorSequences> LoadActorsAsync(CancellationToken cancellationToken = default);

    /// <summary>The handovers from key to key, the first one first.</summary>
    ValueTask<IReadOnlyList<LedgerHandover>> LoadHandoversAsync(CancellationToken cancellationToken = default);

    /// <summary>The text behind a commitment to a particular about a person; null once it is erased.</summary>
    ValueTask<PersonalText?> ReadPersonalAsync(string commitment, CancellationToken cancellationToken = default);

    /// <summary>Erases the texts behind commitments; how many there were.</summary>
    ValueTask<int> ErasePersonalAsync(
        IReadOnlyList<string> commitments, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes the texts of the entries before a place, as far as they stand in full tiles and the sequences of their
    /// actors are kept, which could not be counted any more without them; their hashes stay. The place up to which it
    /// was done.
    /// </summary>
    ValueTask<long> PruneAsync(long before, CancellationToken cancellationToken = default);
}
