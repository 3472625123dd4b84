using InfraFabric.Coordinator;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Blobs;

/// <summary>Files that become blobs, and blobs that become files.</summary>
internal static class BlobFile
{
    /// <summary>Reads a file, or standard input for <c>-</c>, up to what a blob may hold.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var source = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            using var content = new MemoryStream();
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (content.Length + read > CoordinatorLimits.MaxBlobBytes)
                    throw TooLarge(path);
                content.Write(buffer, 0, read);
            }

            return content.GetBuffer().AsMemory(0, (int)content.Length);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new FabricException(ErrorTable.NotFound, $"The file {path} cannot be read.", refused.Message,
                "Correct its path.", refused);
        }
    }

    /// <summary>Writes a file: all of it, or nothing.</summary>
    public static async Task WriteAsync(
        string path, byte[] content, bool force, CancellationToken cancellationToken)
    {
        if (File.Exists(path) && !force)
        {
            throw new FabricException(ErrorTable.Usage, $"{path} is there already.",
                "A blob does not replace a file by accident.", "Choose another file, or add --force.");
        }

        // Beside its place and under another name, until it is whole: a reader never sees half of it.
        var part = $"{path}.{Environment.ProcessId}.part";
        try
        {
            await File.WriteAllBytesAsync(part, content, cancellationToken);
            File.Move(part, path, force);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new FabricException(ErrorTable.StateFailed, $"The blob could not be written to {path}.",
                refused.Message, "Free some space, or choose another place.", refused);
        }
        finally
        {
            if (File.Exists(part))
                File.Delete(part);
        }
    }

    private static FabricException TooLarge(string path) => new(ErrorTable.LimitExceeded,
        $"{path} is too large.", $"A blob has at most {CoordinatorLimits.MaxBlobBytes} bytes.",
        "Split it, or keep it elsewhere and name it.");
}
