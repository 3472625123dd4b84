using System.Text;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness.Verifying;

/// <summary>The parts of a published log under their paths, each read up to what it may have, wherever it is.</summary>
/// <param name="read">
/// Reads a path, relative to the log, up to so many bytes; null if it is not there, an error if there is more.
/// </param>
/// <param name="missing">What to say of a path that is not there.</param>
public sealed class PublishedFiles(
    Func<string, int, CancellationToken, ValueTask<ReadOnlyMemory<byte>?>> read, Func<string, FabricException> missing)
{
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(TileId tile, CancellationToken cancellationToken)
    {
        var limit = LogPaths.MaxBytesOf(tile);
        if (await read(tile.ToString(), limit, cancellationToken) is { } found)
            return found;
        // A log may drop a partial tile once there is the full one.
        var full = tile with { Width = TileId.FullWidth };
        return !tile.IsFull && await read(full.ToString(), limit, cancellationToken) is { } whole
            ? PartialTile.Of(whole, tile)
            : throw missing(tile.ToString());
    }

    public async ValueTask<ReadOnlyMemory<byte>> ReadCheckpointAsync(CancellationToken cancellationToken) =>
        await read(LogPaths.Checkpoint, SignedNote.MaxBytes, cancellationToken)
            ?? throw missing(LogPaths.Checkpoint);

    public async ValueTask<string> ReadKeysAsync(CancellationToken cancellationToken) =>
        await read(LogPaths.Keys, LogPaths.MaxKeysBytes, cancellationToken) is { } keys
            ? Encoding.UTF8.GetString(keys.Span)
            : "";

    public async ValueTask<string> ReadHandoversAsync(CancellationToken cancellationToken) =>
        await read(LogPaths.Handovers, LogPaths.MaxHandoversBytes, cancellationToken) is { } list
            ? Encoding.UTF8.GetString(list.Span)
            : "";

    /// <summary>Reads a stream to its end; an error if it has more than the limit.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAllAsync(
        Stream body, string path, int limit, CancellationToken cancellationToken)
    {
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int length;
        while ((length = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (read.Length + length > limit)
                throw LedgerErrors.Damaged($"{path} has more than {limit} bytes.");
            read.Write(buffer, 0, length);
        }

        return read.GetBuffer().AsMemory(0, (int)read.Length);
    }
}
