using System.Security.Cryptography;
using InfraFabric.Coordinator;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;

namespace InfraFabric.Server.Blobs;

/// <summary>
/// The files of blobs. What is there is whole and never changes, and each has a name that no other had before it, so
/// that any number of servers may share the folder: who removes a file removes that one and no newer one.
/// </summary>
internal sealed class BlobFiles(string directory, IdSource ids)
{
    private const int BufferBytes = 64 * 1024;

    private const string Unfinished = ".new";

    /// <summary>Writes what a stream holds to a file of its own; returns once it is on the disk.</summary>
    public async Task<(string File, Sha256Hash Hash, long Bytes)> WriteAsync(
        Stream content, CancellationToken cancellationToken)
    {
        var id = ids.Next().ToString("N");
        var unfinished = Path.Combine(directory, id + Unfinished);
        try
        {
            Directory.CreateDirectory(directory);
            var (hash, bytes) = await WriteAsync(unfinished, content, cancellationToken);
            // Two letters of the hash make a folder, so that none grows too long.
            var hex = BlobRecord.HexOf(hash);
            var file = $"{hex[..2]}/{hex}-{id}";
            Directory.CreateDirectory(Path.Combine(directory, hex[..2]));
            File.Move(unfinished, PathOf(file));
            return (file, hash, bytes);
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException
            || (refused is IOException && refused is not Microsoft.AspNetCore.Http.BadHttpRequestException))
        {
            throw new FabricException(ErrorTable.StateFailed, "The blob could not be stored.", refused.Message,
                $"Make room on the disk of {directory}, and let this user write there.", refused);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Opens a file; null if it is gone.</summary>
    public FileStream? Open(string file)
    {
        try
        {
            return new FileStream(
                PathOf(file), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, true);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void Delete(string file) => File.Delete(PathOf(file));

    /// <summary>Files that were last written before a moment, and whose blob each is; nobody's if unfinished.</summary>
    public IEnumerable<(string File, Sha256Hash? Hash)> WrittenBefore(DateTimeOffset moment)
    {
        if (!Directory.Exists(directory))
            yield break;
        foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            if (File.GetLastWriteTimeUtc(path) >= moment.UtcDateTime)
                continue;
            var name = Path.GetFileName(path);
            var hex = name.Split('-')[0];
            if (BlobRecord.TryHashOf(hex, out var hash))
                yield return ($"{hex[..2]}/{name}", hash);
            else if (name.EndsWith(Unfinished, StringComparison.Ordinal))
                yield return (name, null);
        }
    }

    private static async Task<(Sha256Hash Hash, long Bytes)> WriteAsync(
        string path, Stream content, CancellationToken cancellationToken)
    {
        using var hashing = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(
            path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes, useAsync: true);
        var buffer = new byte[BufferBytes];
        var bytes = 0L;
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            bytes += read;
            if (bytes > CoordinatorLimits.MaxBlobBytes)
                throw TooLarge();
            hashing.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        await file.FlushAsync(cancellationToken);
        file.Flush(flushToDisk: true);
        return (Sha256Hash.FromBytes(hashing.GetHashAndReset()), bytes);
    }

    private static FabricException TooLarge() => new(ErrorTable.LimitExceeded, "The blob is too large.",
        $"A blob has at most {CoordinatorLimits.MaxBlobBytes} bytes.", "Split it, or keep it elsewhere and name it.");

    private string PathOf(string file) => Path.Combine(directory, file);
}
