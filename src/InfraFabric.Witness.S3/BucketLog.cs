using InfraFabric.Core.Errors;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Witness.S3;

/// <summary>A log in a bucket, read by whoever may read the bucket.</summary>
internal sealed class BucketLog : ILogSource
{
    private readonly BucketClient _client;
    private readonly PublishedFiles _files;

    public BucketLog(BucketClient client)
    {
        _client = client;
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

    public override string ToString() => _client.ToString();

    private async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(
        string path, int limit, CancellationToken cancellationToken) =>
        await _client.FindAsync(path, limit, cancellationToken) is { } found
            ? found.Bytes
            : (ReadOnlyMemory<byte>?)null;

    private FabricException Missing(string path) => new(ErrorTable.NotFound, $"There is no {path} in {_client}.",
        "No log is kept there, or not that far.", "Name the bucket and the prefix below which 'checkpoint' is kept.");
}
