using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Merkle;

namespace InfraFabric.Witness.Storage;

/// <summary>
/// The tiles of a store as of a size of its ledger. Only full ones are kept; one at the right edge is made from what
/// stands below it.
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
        var hashes = new Sha256Hash[tile.Width];
        if (tile.Level == 0)
        {
            var entries = await store.ReadEntriesAsync(
                tile.Index * TileId.FullWidth, tile.Width, cancellationToken);
            for (var i = 0; i < hashes.Length; i++)
                hashes[i] = TreeHash.OfLeaf(entries[i].Span);
            return TileHashes.Write(hashes);
        }

        for (var i = 0; i < hashes.Length; i++)
        {
            var below = new TileId(tile.Level - 1, (tile.Index * TileId.FullWidth) + i, TileId.FullWidth);
            hashes[i] = RootOf(TileHashes.Read(await ReadAsync(below, cancellationToken), below));
        }

        return TileHashes.Write(hashes);
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadBundleAsync(TileId tile, CancellationToken cancellationToken)
    {
        var entries = await store.ReadEntriesAsync(tile.Index * TileId.FullWidth, tile.Width, cancellationToken);
        if (entries.Any(entry => entry.IsEmpty))
            throw LedgerErrors.Pruned(tile);
        return EntryBundle.Write(entries);
    }

    private static Sha256Hash RootOf(Sha256Hash[] hashes)
    {
        for (var count = hashes.Length; count > 1; count /= 2)
        {
            for (var i = 0; i < count / 2; i++)
                hashes[i] = TreeHash.OfNode(hashes[2 * i], hashes[(2 * i) + 1]);
        }

        return hashes[0];
    }
}
