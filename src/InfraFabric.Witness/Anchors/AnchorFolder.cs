using InfraFabric.Core.Errors;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Witness.Anchors;

/// <summary>
/// A folder that holds a copy of a log. A file of it is there whole or not at all, and durable when the call that wrote
/// it returns.
/// </summary>
public sealed class AnchorFolder(string folder)
{
    /// <summary>The log as it stands in the folder.</summary>
    public FolderLog Log { get; } = new(folder);

    /// <summary>Whether it holds a log already.</summary>
    public bool HasLog => File.Exists(PathOf(LogPaths.Checkpoint));

    /// <summary>Writes a file, unless it holds just that.</summary>
    public void Write(string path, ReadOnlySpan<byte> bytes)
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

    /// <summary>Removes the partial tiles that a full one stands for.</summary>
    public void RemovePartsOf(TileId full)
    {
        var parts = PathOf($"{full}.p");
        if (Directory.Exists(parts))
            Directory.Delete(parts, recursive: true);
    }

    public override string ToString() => folder;

    private static bool Holds(string path, ReadOnlySpan<byte> bytes)
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length == bytes.Length && bytes.SequenceEqual(File.ReadAllBytes(path));
    }

    private string PathOf(string path) => Path.Combine(folder, path);
}
