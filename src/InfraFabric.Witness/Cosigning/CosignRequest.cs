using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness.Cosigning;

/// <summary>
/// What a log asks a cosigner for, in the form of C2SP's tlog-witness: how many entries it takes the cosigner to know,
/// the proof that the checkpoint continues them, and the checkpoint.
/// </summary>
/// <param name="OldSize">The size of the checkpoint that was cosigned last.</param>
/// <param name="Proof">The hashes of the consistency proof.</param>
/// <param name="Note">The signed checkpoint.</param>
public sealed record CosignRequest(long OldSize, IReadOnlyList<Sha256Hash> Proof, SignedNote Note)
{
    /// <summary>Where it is sent, relative to the address of a cosigner.</summary>
    public const string Path = "add-checkpoint";

    /// <summary>The media type of an answer that says only the size that was cosigned last.</summary>
    public const string SizeMediaType = "text/x.tlog.size";

    /// <summary>Bytes of a request that is read; a longer one is refused unread.</summary>
    public const int MaxBytes = SignedNote.MaxBytes + 4096;

    private const int MaxProof = 63;
    private const string OldLine = "old ";

    /// <summary>Reads a request; false if it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out CosignRequest? request)
    {
        request = null;
        var end = bytes.IndexOf("\n\n"u8);
        if (bytes.Length > MaxBytes || end < 0 || !SignedNote.TryParse(bytes[(end + 2)..], out var note))
            return false;
        var lines = Encoding.UTF8.GetString(bytes[..end]).Split('\n', MaxProof + 2);
        if (lines.Length > MaxProof + 1 || !lines[0].StartsWith(OldLine, StringComparison.Ordinal)
            || !long.TryParse(
                lines[0].AsSpan(OldLine.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var old)
            || old.ToString(CultureInfo.InvariantCulture) != lines[0][OldLine.Length..])
        {
            return false;
        }

        var proof = new Sha256Hash[lines.Length - 1];
        Span<byte> hash = stackalloc byte[Sha256Hash.Size];
        for (var i = 0; i < proof.Length; i++)
        {
            if (!Convert.TryFromBase64String(lines[i + 1], hash, out var length) || length != hash.Length
                || Convert.ToBase64String(hash) != lines[i + 1])
            {
                return false;
            }

            proof[i] = Sha256Hash.FromBytes(hash);
        }

        request = new CosignRequest(old, proof, note);
        return true;
    }

    /// <summary>The request as it is sent.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(OldLine).Append(CultureInfo.InvariantCulture, $"{OldSize}\n");
        Span<byte> bytes = stackalloc byte[Sha256Hash.Size];
        foreach (var hash in Proof)
        {
            hash.CopyTo(bytes);
            text.Append(Convert.ToBase64String(bytes)).Append('\n');
        }

        return text.Append('\n').Append(Note).ToString();
    }
}
