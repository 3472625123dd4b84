using InfraFabric.State.Contract;

namespace InfraFabric.Witness.Storage;

/// <summary>How far a ledger has come.</summary>
/// <param name="Size">How many entries it has.</param>
/// <param name="Drained">The last note of the outbox that has become an entry.</param>
/// <param name="Checkpoint">The signed checkpoint of this size; empty for a ledger without entries.</param>
/// <param name="Pruned">The texts of the entries before this place are gone.</param>
public sealed record LedgerHead(long Size, NotePosition Drained, string Checkpoint, long Pruned = 0)
{
    public static LedgerHead Empty { get; } = new(0, NotePosition.Start, "");
}
