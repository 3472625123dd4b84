using InfraFabric.Core.Errors;
using InfraFabric.Witness.Anchors;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Witness.S3;

/// <summary>
/// A bucket that holds a copy of a log, with the headers that let it be served as it is. The checkpoint is only written
/// over the one that was read before, so that of two that push at a time one does not take back what the other wrote.
/// </summary>
public sealed class AnchorBucket : IAnchorPlace
{
    private const string Text = "text/plain; charset=utf-8";
    private const string Bytes = "application/octet-stream";
    private const int MostAtOnce = 16;

    private readonly BucketClient _client;

    // Of the checkpoint as it was read or written last; null where there was none.
    private string? _tag;

    private AnchorBucket(BucketClient client)
    {
        _client = client;
        Log = new BucketLog(client);
    }

    public ILogSource Log { get; }

    public int WritesAtOnce => MostAtOnce;

    /// <summary>Opens a bucket; nothing is asked of it yet.</summary>
    public static AnchorBucket Open(BucketAddress address) => new(new BucketClient(address));

    public async ValueTask<bool> HasLogAsync(CancellationToken cancellationToken = default)
    {
        var found = await _client.FindAsync(LogPaths.Checkpoint, SignedNote.MaxBytes, cancellationToken);
        _tag = found?.Tag;
        return found is not null;
    }

    public async ValueTask WriteAsync(
        string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        if (path == LogPaths.Checkpoint)
            await WriteCheckpointAsync(bytes, cancellationToken);
        else if (TileId.TryParse(path, out var tile))
            await WriteAsync(path, bytes, LogPaths.MaxBytesOf(tile), Bytes, LogCaching.Of(tile), cancellationToken);
        else
            await WriteAsync(
                path, bytes, LogPaths.MaxHandoversBytes, Text, LogCaching.NotWithoutAsking, cancellationToken);
    }

    public ValueTask RemovePartsOfAsync(TileId full, CancellationToken cancellationToken = default) =>
        _client.RemoveAsync($"{full}.p/", cancellationToken);

    public void Dispose() => _client.Dispose();

    public override string ToString() => _client.ToString();

    private async ValueTask WriteCheckpointAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (await _client.TryPutAsync(
            LogPaths.Checkpoint, bytes, _tag, Text, LogCaching.NotWithoutAsking, cancellationToken) is { } tag)
        {
            _tag = tag;
            return;
        }

        // The answer to our own write may have been lost, and the write was tried again.
        var there = await _client.FindAsync(LogPaths.Checkpoint, SignedNote.MaxBytes, cancellationToken);
        _tag = there?.Tag;
        if (there is not { } found || !found.Bytes.Span.SequenceEqual(bytes.Span))
            throw MovedOn(LogPaths.Checkpoint);
    }

    // What a push that was cut off has left is there already; only where it is something else it is written over.
    private async ValueTask WriteAsync(
        string path, ReadOnlyMemory<byte> bytes, int limit, string type, string caching,
        CancellationToken cancellationToken)
    {
        if (await _client.TryPutAsync(path, bytes, over: null, type, caching, cancellationToken) is not null)
            return;
        var there = await _client.FindAsync(path, limit, cancellationToken);
        if (there is { } found && found.Bytes.Span.SequenceEqual(bytes.Span))
            return;
        if (await _client.TryPutAsync(path, bytes, there?.Tag, type, caching, cancellationToken) is null)
            throw MovedOn(path);
    }

    private FabricException MovedOn(string path) => new(ErrorTable.Conflict,
        $"{path} of {_client} was not written.", "Somebody else wrote it at the same time.",
        "Let one server push there; the next push goes on from what is there.");
}
