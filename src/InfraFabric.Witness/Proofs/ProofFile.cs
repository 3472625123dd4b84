using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness.Proofs;

/// <summary>
/// The text of a proof, in the form of C2SP's tlog-proof. Its extra data are the verifier's key, a line feed, and the
/// bytes of the entry, so that the file says all by itself.
/// </summary>
public static class ProofFile
{
    /// <summary>The first line of every proof.</summary>
    public const string Header = "c2sp.org/tlog-proof@v1";

    /// <summary>How such a file should be called.</summary>
    public const string Extension = ".tlog-proof";

    /// <summary>Bytes of a file that is read; a larger one is refused unread.</summary>
    public const int MaxBytes = 256 * 1024;

    private const string ExtraLine = "extra ";
    private const string IndexLine = "index ";

    // More than a tree of 2^63 leaves needs.
    private const int MaxPath = 64;

    public static string Write(EntryProof proof)
    {
        var text = new StringBuilder(Header).Append('\n');
        byte[] extra = [.. Encoding.UTF8.GetBytes($"{proof.Key}\n"), .. proof.Entry.Span];
        text.Append(ExtraLine).Append(Convert.ToBase64String(extra)).Append('\n');
        text.Append(IndexLine).Append(proof.Index.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Span<byte> hash = stackalloc byte[Sha256Hash.Size];
        foreach (var beside in proof.Path)
        {
            beside.CopyTo(hash);
            text.Append(Convert.ToBase64String(hash)).Append('\n');
        }

        return text.Append('\n').Append(proof.Note).ToString();
    }

    /// <summary>Reads a proof in the one form in which it is written; whether it holds is another question.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="proof">What it says.</param>
    /// <param name="problem">Why it is none.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out EntryProof? proof, [NotNullWhen(false)] out string? problem)
    {
        proof = null;
        problem = bytes.Length > MaxBytes ? $"It has {bytes.Length} bytes; the most is {MaxBytes}." : null;
        if (problem is not null)
            return false;
        var text = Encoding.UTF8.GetString(bytes);
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        problem = end < 0 ? "It has no checkpoint." : Read(text[..end].Split('\n'), text[(end + 2)..], out proof);
        if (proof is not null && Write(proof) != text)
            (proof, problem) = (null, "It is not written in the one form that a proof has.");
        return proof is not null;
    }

    private static string? Read(string[] lines, string noteText, out EntryProof? proof)
    {
        proof = null;
        if (lines[0] != Header)
            return $"It does not begin with the line '{Header}'.";
        if (lines.Length < 3 || !lines[1].StartsWith(ExtraLine, StringComparison.Ordinal)
            || !TryReadExtra(lines[1][ExtraLine.Length..], out var key, out var entry))
        {
            return "It has no line with the entry and the key.";
        }

        if (!lines[2].StartsWith(IndexLine, StringComparison.Ordinal) || !long.TryParse(
            lines[2].AsSpan(IndexLine.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return "It has no line with the index.";
        }

        if (lines.Length - 3 > MaxPath || !TryReadPath(lines.AsSpan(3), out var path))
            return "One of its hashes is none.";
        if (!SignedNote.TryParse(Encoding.UTF8.GetBytes(noteText), out var note))
            return "Its checkpoint is no signed note.";
        proof = new EntryProof { Index = index, Entry = entry, Path = path, Note = note, Key = key };
        return null;
    }

    private static bool TryReadExtra(
        string encoded, [NotNullWhen(true)] out NoteKey? key, out ReadOnlyMemory<byte> entry)
    {
        (key, entry) = (null, default);
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
            return false;
        var end = bytes.AsSpan(0, length).IndexOf((byte)'\n');
        if (end < 0 || !NoteKey.TryParse(Encoding.UTF8.GetString(bytes.AsSpan(0, end)), out key))
            return false;
        entry = bytes.AsMemory(end + 1, length - end - 1);
        return true;
    }

    private static bool TryReadPath(ReadOnlySpan<string> lines, out IReadOnlyList<Sha256Hash> path)
    {
        var hashes = new Sha256Hash[lines.Length];
        path = hashes;
        Span<byte> hash = stackalloc byte[Sha256Hash.Size];
        for (var i = 0; i < hashes.Length; i++)
        {
            if (!Convert.TryFromBase64String(lines[i], hash, out var length) || length != hash.Length)
                return false;
            hashes[i] = Sha256Hash.FromBytes(hash);
        }

        return true;
    }
}
