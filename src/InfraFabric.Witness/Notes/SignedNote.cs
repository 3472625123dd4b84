using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using InfraFabric.Core.Crypto;

namespace InfraFabric.Witness.Notes;

/// <summary>A text with signatures below it, in the form of C2SP's signed-note.</summary>
/// <param name="Text">The signed text. It ends with a line feed.</param>
/// <param name="Signatures">In the order of their lines.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>Bytes of a note that is read; a longer one is refused unread.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int MaxSignatures = 64;
    private const int KeyIdSize = sizeof(uint);
    private const int TimeSize = sizeof(ulong);
    private const string Separator = "\n\n";
    private const string LineStart = "\u2014 ";

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Signs a text.</summary>
    public static SignedNote Sign(string text, NoteKey signer, SigningKey key) =>
        new(text, [new NoteSignature(signer.Name, signer.Id, key.Sign(Strict.GetBytes(text)))]);

    /// <summary>Reads a note; false if it is not one.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SignedNote? note)
    {
        note = null;
        if (bytes.Length > MaxBytes || !TryDecode(bytes, out var all) || !all.EndsWith('\n')
            || all.Any(c => c != '\n' && char.IsControl(c)))
        {
            return false;
        }

        var end = all.LastIndexOf(Separator, StringComparison.Ordinal);
        if (end < 0 || end + Separator.Length == all.Length)
            return false;
        var signatures = new List<NoteSignature>();
        foreach (var line in all[(end + Separator.Length)..^1].Split('\n'))
        {
            if (signatures.Count == MaxSignatures || !TryParseLine(line, out var signature))
                return false;
            signatures.Add(signature);
        }

        note = new SignedNote(all[..(end + 1)], signatures);
        return true;
    }

    /// <summary>Signs a checkpoint of another log as seen at this time, with a cosignature.</summary>
    public SignedNote Cosign(NoteKey signer, SigningKey key, DateTimeOffset time)
    {
        var bytes = new byte[TimeSize + Ed25519Size];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time.ToUnixTimeSeconds());
        key.Sign(CosignedText(time.ToUnixTimeSeconds()), bytes.AsSpan(TimeSize));
        return this with { Signatures = [.. Signatures, new NoteSignature(signer.Name, signer.Id, bytes)] };
    }

    /// <summary>Whether this key has signed it. Signatures of other keys, good or bad, say nothing of that.</summary>
    public bool IsSignedBy(NoteKey signer) =>
        Of(signer) is { Bytes.Length: Ed25519Size } found && signer.Kind == NoteKeyKind.Ed25519
        && signer.Key.Verify(Strict.GetBytes(Text), found.Bytes.Span);

    /// <summary>When this key cosigned it; null if it has not.</summary>
    public DateTimeOffset? CosignedBy(NoteKey signer)
    {
        if (signer.Kind != NoteKeyKind.Cosignature || Of(signer) is not { Bytes.Length: TimeSize + Ed25519Size } found)
            return null;
        var seconds = BinaryPrimitives.ReadInt64BigEndian(found.Bytes.Span);
        return seconds is > 0 and < 253_402_300_800
            && signer.Key.Verify(CosignedText(seconds), found.Bytes.Span[TimeSize..])
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }

    /// <summary>The note as it is kept and served.</summary>
    public override string ToString()
    {
        var note = new StringBuilder(Text).Append('\n');
        foreach (var signature in Signatures)
        {
            var bytes = new byte[KeyIdSize + signature.Bytes.Length];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, signature.KeyId);
            signature.Bytes.Span.CopyTo(bytes.AsSpan(KeyIdSize));
            note.Append(LineStart).Append(signature.Name).Append(' ').Append(Convert.ToBase64String(bytes))
                .Append('\n');
        }

        return note.ToString();
    }

    private const int Ed25519Size = 64;

    private NoteSignature? Of(NoteKey signer) =>
        Signatures.FirstOrDefault(signature => signature.KeyId == signer.Id && signature.Name == signer.Name);

    private byte[] CosignedText(long seconds) => Strict.GetBytes($"cosignature/v1\ntime {seconds}\n{Text}");

    private static bool TryDecode(ReadOnlySpan<byte> bytes, out string text)
    {
        text = "";
        try
        {
            text = Strict.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static bool TryParseLine(string line, [NotNullWhen(true)] out NoteSignature? signature)
    {
        signature = null;
        if (!line.StartsWith(LineStart, StringComparison.Ordinal)
            || line[LineStart.Length..].Split(' ') is not [var name, var encoded] || !NoteKey.IsName(name))
        {
            return false;
        }

        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length) || length <= KeyIdSize
            || Convert.ToBase64String(bytes.AsSpan(0, length)) != encoded)
        {
            return false;
        }

        signature = new NoteSignature(
            name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(KeyIdSize, length - KeyIdSize));
        return true;
    }
}
