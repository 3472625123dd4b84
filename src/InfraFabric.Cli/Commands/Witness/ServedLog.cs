using System.Text;
using InfraFabric.Api.Calls;
using InfraFabric.Client;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Cli.Commands.Witness;

/// <summary>The ledger of a server of a fabric, read as whoever calls it.</summary>
internal sealed class ServedLog(ServerCaller caller) : ILogSource
{
    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(TileId tile, CancellationToken cancellationToken = default) =>
        ReadAsync($"/{tile}", tile.Level == TileId.Entries
            ? LogPaths.MaxBundleBytes
            : TileId.FullWidth * Sha256Hash.Size, cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>> ReadCheckpointAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(TileCalls.Checkpoint.Path, SignedNote.MaxBytes, cancellationToken);

    public async ValueTask<string> ReadKeysAsync(CancellationToken cancellationToken = default) =>
        Encoding.UTF8.GetString(
            (await ReadAsync(TileCalls.Keys.Path, LogPaths.MaxKeysBytes, cancellationToken)).Span);

    public override string ToString() => "the server";

    private async ValueTask<ReadOnlyMemory<byte>> ReadAsync(
        string path, int limit, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await caller.SendAsync(path, cancellationToken);
            await response.Content.LoadIntoBufferAsync(limit, cancellationToken);
            return await response.Content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (HttpRequestException failed)
        {
            throw new FabricException(ErrorTable.ServerUnreachable, $"{path} could not be read from the server.",
                failed.InnerException?.Message ?? failed.Message, "Try again.", failed);
        }
    }
}
