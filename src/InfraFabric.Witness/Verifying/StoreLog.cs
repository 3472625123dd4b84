using System.Text;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Proofs;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Witness.Verifying;

/// <summary>The ledger of a store, as it is published.</summary>
/// <param name="store">Where it is kept.</param>
/// <param name="keys">The keys that sign it, or signed it last as far as is known here.</param>
public sealed class StoreLog(ILedgerStore store, IReadOnlyList<NoteKey> keys) : ILogSource
{
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

    public async ValueTask<string> ReadKeysAsync(CancellationToken cancellationToken = default)
    {
        var signed = new List<NoteKey>();
        foreach (var handover in (await store.LoadHandoversAsync(cancellationToken)).Reverse())
        {
            if (LedgerHandover.TryReadKeys(handover.Entry, out var from, out var to))
                signed.AddRange([to, from]);
        }

        return LogKeys.Write(signed.Concat(keys).Distinct(), store.Id);
    }

    public async ValueTask<string> ReadHandoversAsync(CancellationToken cancellationToken = default)
    {
        var head = await store.LoadAsync(cancellationToken);
        var proofs = new List<EntryProof>();
        foreach (var handover in await store.LoadHandoversAsync(cancellationToken))
        {
            if (!SignedNote.TryParse(Encoding.UTF8.GetBytes(handover.Note), out var note)
                || !LedgerHandover.TryReadKeys(handover.Entry, out var from, out _))
            {
                throw LedgerErrors.Damaged($"Its handover at {handover.Size} entries is none.");
            }

            // Its text may be pruned, but it is kept with the handover; the hashes beside it are in the tiles for ever.
            var tree = new TreeReader(new LedgerTiles(store, head.Size), handover.Size);
            proofs.Add(new EntryProof
            {
                Index = handover.Size - 1,
                Entry = handover.Entry,
                Path = await tree.ProveInclusionAsync(handover.Size - 1, cancellationToken),
                Note = note,
                Key = from,
            });
        }

        return LogHandovers.Write(proofs);
    }

    public override string ToString() => "the ledger";
}
