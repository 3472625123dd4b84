using InfraFabric.Core.Errors;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Witness.Anchors;

/// <summary>A folder that holds a copy of a log.</summary>
public sealed class AnchorFolder(string folder) : IAnchorPlace
{
    public ILogSource Log { get; } = new FolderLog(folder);

    // Each is on the disk before the next one, and one disk writes no faster for many.
    public int WritesAtOnce => 1;

    public ValueTask<bool> HasLogAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(File.Exists(PathOf(LogPaths.Checkpoint)));

    public ValueTask WriteAsync(
        string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(path, bytes.Span);
        return ValueTask.CompletedTask;
    }

    public ValueTask RemovePartsOfAsync(TileId full, CancellationToken cancellationToken = default)
    {
        var parts = PathOf($"{full}.p");
        if (Directory.Exists(parts))
            Directory.Delete(parts, recursive: true);
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        // A folder is not held open.
    }

    public override string ToString() => folder;

    private void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var full = PathOf(path);
        try
        {
            if (Holds(full, bytes))
                return;
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            var fresh = $"{full}.{Environment.ProcessId}.new";
            using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(fresh, full, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new FabricException(ErrorTable.StateFailed, $"{full} cannot be written.", refused.Message,
                "Free some space there, or make the folder writable; the next push goes on from there.", refused);
        }
    }

    private static bool Holds(string path, ReadOnlySpan<byte> bytes)
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length == bytes.Length && bytes.SequenceEqual(File.ReadAllBytes(path));
    }

    private string PathOf(string path) => Path.Combine(folder, path);
}
