using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness.Verifying;

/// <summary>A log in a folder, as an anchor writes it, or a copy of any log whose tiles have C2SP's paths.</summary>
public sealed class FolderLog(string folder) : ILogSource
{
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(
        TileId tile, CancellationToken cancellationToken = default)
    {
        var limit = tile.Level == TileId.Entries ? LogPaths.MaxBundleBytes : TileId.FullWidth * Sha256Hash.Size;
        if (await ReadAsync(tile.ToString(), limit, cancellationToken) is { } found)
            return found;
        // A log may drop a partial tile once there is the full one.
        var full = tile with { Width = TileId.FullWidth };
        return !tile.IsFull && await ReadAsync(full.ToString(), limit, cancellationToken) is { } whole
            ? PartialTile.Of(whole, tile)
            : throw Missing(tile.ToString());
    }

    public async ValueTask<ReadOnlyMemory<byte>> ReadCheckpointAsync(CancellationToken cancellationToken = default) =>
        await ReadAsync(LogPaths.Checkpoint, SignedNote.MaxBytes, cancellationToken)
            ?? throw Missing(LogPaths.Checkpoint);

    public async ValueTask<string> ReadKeysAsync(CancellationToken cancellationToken = default) =>
        await ReadAsync(LogPaths.Keys, LogPaths.MaxKeysBytes, cancellationToken) is { } keys
            ? System.Text.Encoding.UTF8.GetString(keys.Span)
            : "";

    public override string ToString() => folder;

    private async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(
        string path, int limit, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(
                Path.Combine(folder, path), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (file.Length > limit)
                throw LedgerErrors.Damaged($"{path} has {file.Length} bytes; the most is {limit}.");
            // What is small and near is read sooner than a thread of the pool would begin to.
            var bytes = new byte[file.Length];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            cancellationToken.ThrowIfCancellationRequested();
            return bytes.AsMemory(0, length);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FabricException(ErrorTable.NotFound, $"{path} of {folder} cannot be read.", e.Message,
                "Make it readable, or name another folder.", e);
        }
    }

    private FabricException Missing(string path) => new(ErrorTable.NotFound, $"There is no {path} in {folder}.",
        "The log in this folder is not whole, or it is none.", "Name the folder that has the file 'checkpoint'.");
}
