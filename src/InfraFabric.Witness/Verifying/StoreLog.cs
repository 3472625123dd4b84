using System.Text;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Witness.Verifying;

/// <summary>The ledger of a store, as it is published.</summary>
/// <param name="store">Where it is kept.</param>
/// <param name="keys">The keys that have ever signed it, the present one first.</param>
public sealed class StoreLog(ILedgerStore store, IReadOnlyList<NoteKey> keys) : ILogSource
{
    private readonly string _keys = LogKeys.Write(keys, store.Id);

    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(
        TileId tile, CancellationToken cancellationToken = default)
    {
        var head = await store.LoadAsync(cancellationToken);
        return await new LedgerTiles(store, head.Size).ReadAsync(tile, cancellationToken);
    }

    public async ValueTask<ReadOnlyMemory<byte>> ReadCheckpointAsync(CancellationToken cancellationToken = default)
    {
        var head = await store.LoadAsync(cancellationToken);
        return head.Size > 0 ? Encoding.UTF8.GetBytes(head.Checkpoint) : throw new FabricException(
            ErrorTable.NotFound, "There is no checkpoint yet.", "The ledger has no entries.",
            "Ask again once something has happened.");
    }

    public ValueTask<string> ReadKeysAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(_keys);

    public override string ToString() => "the ledger";
}
