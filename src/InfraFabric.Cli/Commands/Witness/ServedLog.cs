using InfraFabric.Api.Calls;
using InfraFabric.Client;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Cli.Commands.Witness;

/// <summary>The ledger of a server of a fabric, read as whoever calls it.</summary>
internal sealed class ServedLog : ILogSource
{
    private readonly ServerCaller _caller;
    private readonly bool _newest;
    private readonly PublishedFiles _files;

    /// <summary>Reads as a caller.</summary>
    /// <param name="caller">Who reads.</param>
    /// <param name="newest">Whether the newest checkpoint is wanted, also where an older one has cosignatures.</param>
    public ServedLog(ServerCaller caller, bool newest)
    {
        _caller = caller;
        _newest = newest;
        _files = new PublishedFiles(ReadAsync, Missing);
    }

    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(TileId tile, CancellationToken cancellationToken = default) =>
        _files.ReadAsync(tile, cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>> ReadCheckpointAsync(CancellationToken cancellationToken = default) =>
        _files.ReadCheckpointAsync(cancellationToken);

    public ValueTask<string> ReadKeysAsync(CancellationToken cancellationToken = default) =>
        _files.ReadKeysAsync(cancellationToken);

    public ValueTask<string> ReadHandoversAsync(CancellationToken cancellationToken = default) =>
        _files.ReadHandoversAsync(cancellationToken);

    public override string ToString() => "the server";

    private async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(
        string path, int limit, CancellationToken cancellationToken)
    {
        try
        {
            var asked = _newest && path == LogPaths.Checkpoint ? TileCalls.Newest.Path : $"/{path}";
            using var response = await _caller.SendAsync(asked, cancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await PublishedFiles.ReadAllAsync(body, path, limit, cancellationToken);
        }
        catch (FabricException missing) when (missing.Error == ErrorTable.NotFound)
        {
            return null;
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException)
        {
            throw new FabricException(ErrorTable.ServerUnreachable, $"{path} could not be read from the server.",
                failed.InnerException?.Message ?? failed.Message, "Try again.", failed);
        }
    }

    private static FabricException Missing(string path) => new(ErrorTable.NotFound, $"The server has no {path}.",
        "Its ledger has no entries yet, or no longer keeps the texts of those.", "See: ifctl witness stats.");
}
