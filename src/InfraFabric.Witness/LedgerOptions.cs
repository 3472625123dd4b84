using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness;

/// <summary>Who a ledger is, and who vouches for it.</summary>
public sealed record LedgerOptions
{
    /// <summary>The name of the ledger in its checkpoints, the same for ever.</summary>
    public required string Origin { get; init; }

    /// <summary>
    /// The keys that sign each checkpoint; the first is the ledger's own. The caller disposes them after the ledger.
    /// Where the ledger may be handed over, the list changes when <see cref="Adopt"/> is called.
    /// </summary>
    public required IReadOnlyList<SigningKey> Keys { get; init; }

    /// <summary>
    /// Puts another key in the place of the ledger's own, durably, before anything is signed by it alone; false if that
    /// key is not at hand.
    /// </summary>
    public Func<VerifyKey, bool>? Adopt { get; init; }

    /// <summary>By which the keys are known to those who verify.</summary>
    public IEnumerable<NoteKey> NoteKeys =>
        Keys.Select(key => NoteKey.Of(Origin, NoteKeyKind.Ed25519, key.VerifyKey));

    /// <summary>Told the size of the ledger whenever it has grown. It must neither wait nor fail.</summary>
    public Action<long>? Grown { get; init; }
}
