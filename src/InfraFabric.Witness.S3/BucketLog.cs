using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Witness.S3;

/// <summary>A log in a bucket, read by whoever may read the bucket.</summary>
internal sealed class BucketLog(BucketClient client) : ILogSource
{
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(
        TileId tile, CancellationToken cancellationToken = default)
    {
        var limit = LimitOf(tile);
        if (await client.FindAsync(tile.ToString(), limit, cancellationToken) is { } found)
            return found.Bytes;
        // A log may drop a partial tile once there is the full one.
        var full = tile with { Width = TileId.FullWidth };
        return !tile.IsFull && await client.FindAsync(full.ToString(), limit, cancellationToken) is { } whole
            ? PartialTile.Of(whole.Bytes, tile)
            : throw Missing(tile.ToString());
    }

    public async ValueTask<ReadOnlyMemory<byte>> ReadCheckpointAsync(CancellationToken cancellationToken = default) =>
        await client.FindAsync(LogPaths.Checkpoint, SignedNote.MaxBytes, cancellationToken) is { } found
            ? found.Bytes
            : throw Missing(LogPaths.Checkpoint);

    public async ValueTask<string> ReadKeysAsync(CancellationToken cancellationToken = default) =>
        await client.FindAsync(LogPaths.Keys, LogPaths.MaxKeysBytes, cancellationToken) is { } found
            ? Encoding.UTF8.GetString(found.Bytes.Span)
            : "";

    public override string ToString() => client.ToString();

    /// <summary>The most bytes that a tile may have.</summary>
    public static int LimitOf(TileId tile) =>
        tile.Level == TileId.Entries ? LogPaths.MaxBundleBytes : TileId.FullWidth * Sha256Hash.Size;

    private FabricException Missing(string path) => new(ErrorTable.NotFound, $"There is no {path} in {client}.",
        "No log is kept there, or not that far.", "Name the bucket and the prefix below which 'checkpoint' is kept.");
}
