using System.Security.Cryptography;
using InfraFabric.Core.Errors;

namespace InfraFabric.Core.Crypto;

/// <summary>
/// A private key on disk: one line, <c>ed25519-private:</c> and 64 hex digits, in a file that its owner alone can read.
/// A file that others can read is refused, since its key may be known to them.
/// </summary>
public static class KeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const int FileSize = 16 + (2 * SigningKey.SeedSize) + 1;

    private static ReadOnlySpan<byte> Prefix => "ed25519-private:"u8;

    /// <summary>
    /// Writes a key into a new file: whole or not at all. A file that is there already is left alone, since its key
    /// would be lost.
    /// </summary>
    public static void Create(string path, SigningKey key)
    {
        Span<byte> content = stackalloc byte[FileSize];
        Span<byte> seed = stackalloc byte[SigningKey.SeedSize];
        var unfinished = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}.new";
        try
        {
            key.CopySeed(seed);
            Prefix.CopyTo(content);
            Convert.TryToHexStringLower(seed, content[Prefix.Length..], out _);
            content[^1] = (byte)'\n';
            WriteDurably(unfinished, content);
            File.Move(unfinished, path, overwrite: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FabricException(ErrorTable.KeyInvalid, $"The key file {path} cannot be made.", e.Message,
                $"If a key is there already, use it; else make the folder writable: chmod 700 '{FolderOf(path)}'", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
            CryptographicOperations.ZeroMemory(content);
            if (File.Exists(unfinished))
                File.Delete(unfinished);
        }
    }

    /// <summary>
    /// Reads a key; an error with IF_ERR_NOT_FOUND, IF_ERR_KEY_FILE_EXPOSED or IF_ERR_KEY_INVALID when that is not
    /// possible.
    /// </summary>
    public static SigningKey Load(string path)
    {
        Span<byte> content = stackalloc byte[FileSize + 1];
        Span<byte> seed = stackalloc byte[SigningKey.SeedSize];
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            RequireOwnerOnly(file, path);
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return TryReadSeed(content[..length], seed)
                ? SigningKey.FromSeed(seed)
                : throw new FabricException(ErrorTable.KeyInvalid, $"{path} is not a key file.",
                    "It must be one line: ed25519-private: and 64 hex digits.", "Restore the file, or make a new key.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FabricException(ErrorTable.NotFound, $"There is no key file {path}.", e.Message,
                "Correct the path, or make a key.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FabricException(ErrorTable.KeyInvalid, $"The key file {path} cannot be read.", e.Message,
                $"Make it readable for this user alone: chmod 600 '{path}'", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
            CryptographicOperations.ZeroMemory(content);
        }
    }

    // The mode is asked of the open file, so that it is the mode of what is then read.
    private static void RequireOwnerOnly(FileStream file, string path)
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file.SafeFileHandle) & Others) == UnixFileMode.None)
            return;

        throw new FabricException(ErrorTable.KeyFileExposed, $"The key file {path} is open to others.",
            $"Its mode is {Convert.ToString((int)File.GetUnixFileMode(file.SafeFileHandle), 8)}; it must be 600.",
            $"If nobody can have read it: chmod 600 '{path}'. Otherwise make a new key.");
    }

    private static bool TryReadSeed(ReadOnlySpan<byte> content, Span<byte> seed) =>
        content.Length is FileSize or FileSize - 1
        && content.StartsWith(Prefix)
        && (content.Length == FileSize - 1 || content[^1] == '\n')
        && Convert.FromHexString(content.Slice(Prefix.Length, 2 * SigningKey.SeedSize), seed, out _, out _)
            == System.Buffers.OperationStatus.Done;

    private static void WriteDurably(string path, ReadOnlySpan<byte> content)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;

        using var file = new FileStream(path, options);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
}
