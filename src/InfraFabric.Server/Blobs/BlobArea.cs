using System.Security.Cryptography;
using InfraFabric.Coordinator;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;

namespace InfraFabric.Server.Blobs;

/// <summary>
/// Payloads, checkpoints and results that are larger than a record: files named by the hash of what is in them. What is
/// there is whole and never changes, so that any number of servers may share the folder.
/// </summary>
internal sealed class BlobArea(string directory)
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Stores what a stream holds; returns once it is on the disk.</summary>
    public async Task<(Sha256Hash Hash, long Bytes)> PutAsync(Stream content, CancellationToken cancellationToken)
    {
        var unfinished = Path.Combine(directory, Path.GetRandomFileName() + ".new");
        try
        {
            Directory.CreateDirectory(directory);
            var (hash, bytes) = await WriteAsync(unfinished, content, cancellationToken);
            var path = PathOf(hash);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(unfinished, path, overwrite: true);
            return (hash, bytes);
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

    /// <summary>Opens what was stored under a hash; an error with IF_ERR_NOT_FOUND if nothing was.</summary>
    public FileStream Open(Sha256Hash hash)
    {
        try
        {
            return new FileStream(PathOf(hash), FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, true);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FabricException(ErrorTable.NotFound, $"There is no blob {hash}.",
                "It was never stored here, or has been removed.", "Store it first: POST /v1/blobs.", missing);
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

    // Two letters of the hash make a folder, so that none grows too long.
    private string PathOf(Sha256Hash hash)
    {
        var name = hash.ToString()["sha256:".Length..];
        return Path.Combine(directory, name[..2], name);
    }
}
