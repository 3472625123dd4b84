using System.Net;
using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness.Verifying;

/// <summary>
/// A log that is served under C2SP's paths, whoever serves it. Nothing but what is open to all is asked for; entries
/// that are not shown to strangers count as not there.
/// </summary>
/// <param name="http">How it is asked. The caller disposes it.</param>
/// <param name="address">What the paths are relative to.</param>
public sealed class HttpLog(HttpMessageInvoker http, Uri address) : ILogSource
{
    private const int BufferBytes = 16 * 1024;

    private readonly Uri _address = address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");

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
            ? Encoding.UTF8.GetString(keys.Span)
            : "";

    public override string ToString() => _address.AbsoluteUri;

    private async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(
        string path, int limit, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_address, path));
            using var response = await http.SendAsync(request, cancellationToken);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.Unauthorized
                or HttpStatusCode.Forbidden)
            {
                return null;
            }

            if (!response.IsSuccessStatusCode)
                throw Unanswered(path, $"The answer is HTTP status {(int)response.StatusCode}.", null);
            return await ReadAsync(response.Content, path, limit, cancellationToken);
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException)
        {
            throw Unanswered(path, failed.InnerException?.Message ?? failed.Message, failed);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(
        HttpContent content, string path, int limit, CancellationToken cancellationToken)
    {
        await using var body = await content.ReadAsStreamAsync(cancellationToken);
        using var read = new MemoryStream();
        var buffer = new byte[BufferBytes];
        int length;
        while ((length = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (read.Length + length > limit)
                throw LedgerErrors.Damaged($"{path} has more than {limit} bytes.");
            read.Write(buffer, 0, length);
        }

        return read.GetBuffer().AsMemory(0, (int)read.Length);
    }

    private FabricException Unanswered(string path, string why, Exception? cause) => new(
        ErrorTable.ServerUnreachable, $"{path} cannot be read from {_address}.", why,
        "See whether the log is served there, and try again.", cause);

    private FabricException Missing(string path) => new(ErrorTable.NotFound, $"There is no {path} at {_address}.",
        "The log is not served there, or not that far.", "Name the address below which 'checkpoint' is served.");
}
