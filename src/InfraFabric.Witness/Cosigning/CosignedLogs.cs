using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness.Cosigning;

/// <summary>
/// The last checkpoint of each log that was cosigned, and the key of the log, in files of their own. What is kept is
/// durable before the cosignature leaves, so that no crash makes us sign two views.
/// </summary>
public sealed class CosignedLogs(string folder)
{
    /// <summary>Lets nobody else read or keep until it is disposed, in this process or another.</summary>
    public IDisposable Lock()
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new FileStream(
                Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new FabricException(ErrorTable.StateBusy, "Another process is cosigning.", taken.Message,
                "Try again in a moment.", taken);
        }
    }

    /// <summary>What was cosigned last of a log; null if nothing was.</summary>
    public (NoteKey Key, SignedNote Note)? Find(string origin)
    {
        var path = PathOf(origin);
        if (!File.Exists(path))
            return null;
        var lines = File.ReadAllText(path).Split('\n', 2);
        return lines is [var key, var text] && NoteKey.TryParse(key, out var read)
            && SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out var note)
            ? (read, note)
            : throw LedgerErrors.Damaged($"{path} does not hold what was cosigned last.");
    }

    public void Keep(string origin, NoteKey key, SignedNote note)
    {
        var fresh = $"{PathOf(origin)}.new";
        using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            file.Write(Encoding.UTF8.GetBytes($"{key}\n{note}"));
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, PathOf(origin), overwrite: true);
    }

    // A name may hold anything that a path may not.
    private string PathOf(string origin) =>
        Path.Combine(folder, $"{Sha256Hash.Of(Encoding.UTF8.GetBytes(origin)).ToString()["sha256:".Length..]}.seen");
}
