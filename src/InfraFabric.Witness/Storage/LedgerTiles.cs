using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Merkle;

namespace InfraFabric.Witness.Storage;

/// <summary>
/// The tiles of a store as of a size of its ledger. Only full ones are kept; one at the right edge is made from what
/// stands below it: entries, or the roots of full tiles.
/// </summary>
public sealed class LedgerTiles(ILedgerStore store, long size) : ITileSource
{
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(
        TileId tile, CancellationToken cancellationToken = default)
    {
        var full = TileId.At(tile.Level, tile.Index, size);
        if (tile.Width == 0 || tile.Width > full.Width)
            throw LedgerErrors.NoSuchTile(tile, size);
        if (tile.Level == TileId.Entries)
            return await ReadBundleAsync(tile, cancellationToken);
        if (await store.ReadTileAsync(tile.Level, tile.Index, cancellationToken) is { } kept)
            return kept[..(tile.Width * Sha256Hash.Size)];
        return await MakeAsync(tile, cancellationToken);
    }

    private async ValueTask<ReadOnlyMemory<byte>> MakeAsync(TileId tile, CancellationToken cancellationToken)
    {
        var first = tile.Index * TileId.FullWidth;
        if (tile.Level > 0)
        {
            var roots = await store.ReadTileRootsAsync(tile.Level - 1, first, tile.Width, cancellationToken);
            return roots.Count == tile.Width
                ? TileHashes.Write(roots)
                : throw LedgerErrors.Damaged($"{tile} has {roots.Count} tiles below it instead of {tile.Width}.");
        }

        var hashes = new Sha256Hash[tile.Width];
        var entries = await store.ReadEntriesAsync(first, tile.Width, cancellationToken);
        for (var i = 0; i < hashes.Length; i++)
            hashes[i] = TreeHash.OfLeaf(entries[i].Span);
        return TileHashes.Write(hashes);
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadBundleAsync(TileId tile, CancellationToken cancellationToken)
    {
        var entries = await store.ReadEntriesAsync(tile.Index * TileId.FullWidth, tile.Width, cancellationToken);
        if (entries.Any(entry => entry.IsEmpty))
            throw LedgerErrors.Pruned(tile);
        return EntryBundle.Write(entries);
    }
}
