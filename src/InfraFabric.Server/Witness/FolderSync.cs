using System.Runtime.InteropServices;

namespace InfraFabric.Server.Witness;

/// <summary>Makes durable which files a folder has: that one was written does not say that it is found again.</summary>
internal static partial class FolderSync
{
    private const int ReadOnly = 0;

    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var handle = Open(folder, ReadOnly);
        if (handle < 0)
            throw new IOException($"{folder} cannot be opened: error {Marshal.GetLastPInvokeError()}.");
        try
        {
            if (Sync(handle) != 0)
                throw new IOException($"{folder} cannot be made durable: error {Marshal.GetLastPInvokeError()}.");
        }
        finally
        {
            _ = Close(handle);
        }
    }

    // A path is given as a text that ends in zero; nothing is written through it.
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
