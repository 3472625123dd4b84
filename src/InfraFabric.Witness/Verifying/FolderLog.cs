using InfraFabric.Core.Errors;
using InfraFabric.Witness.Merkle;

namespace InfraFabric.Witness.Verifying;

/// <summary>A log in a folder, as an anchor writes it, or a copy of any log whose tiles have C2SP's paths.</summary>
public sealed class FolderLog : ILogSource
{
    private readonly string _folder;
    private readonly PublishedFiles _files;

    public FolderLog(string folder)
    {
        _folder = folder;
        _files = new PublishedFiles(Read, Missing);
    }

    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(TileId tile, CancellationToken cancellationToken = default) =>
        _files.ReadAsync(tile, cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>> ReadCheckpointAsync(CancellationToken cancellationToken = default) =>
        _files.ReadCheckpointAsync(cancellationToken);

    public ValueTask<string> ReadKeysAsync(CancellationToken cancellationToken = default) =>
        _files.ReadKeysAsync(cancellationToken);

    public ValueTask<string> ReadHandoversAsync(CancellationToken cancellationToken = default) =>
        _files.ReadHandoversAsync(cancellationToken);

    public override string ToString() => _folder;

    private ValueTask<ReadOnlyMemory<byte>?> Read(string path, int limit, CancellationToken cancellationToken)
    {
        try
        {
            using var file = new FileStream(
                Path.Combine(_folder, path), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (file.Length > limit)
                throw LedgerErrors.Damaged($"{path} has {file.Length} bytes; the most is {limit}.");
            // What is small and near is read sooner than a thread of the pool would begin to.
            var bytes = new byte[file.Length];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            cancellationToken.ThrowIfCancellationRequested();
            return ValueTask.FromResult<ReadOnlyMemory<byte>?>(bytes.AsMemory(0, length));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return ValueTask.FromResult<ReadOnlyMemory<byte>?>(null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FabricException(ErrorTable.NotFound, $"{path} of {_folder} cannot be read.", e.Message,
                "Make it readable, or name another folder.", e);
        }
    }

    private FabricException Missing(string path) => new(ErrorTable.NotFound, $"There is no {path} in {_folder}.",
        "The log in this folder is not whole, or it is none.", "Name the folder that has the file 'checkpoint'.");
}
