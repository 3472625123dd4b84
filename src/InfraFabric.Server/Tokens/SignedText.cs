using System.Buffers;
using System.Buffers.Text;
using System.Text;
using InfraFabric.Core.Crypto;

namespace InfraFabric.Server.Tokens;

/// <summary>
/// A text that says something and carries its signature: <c>kind.payload.signature</c>, the last two in base64url. The
/// kind is signed too, and so is the audience, which is not written: a text of one kind or one fabric is none of
/// another.
/// </summary>
internal static class SignedText
{
    /// <summary>Characters of the longest text that is looked at.</summary>
    public const int MaxLength = 1024;

    private const int SignatureBytes = 64;

    public static string Sign(string kind, ReadOnlySpan<byte> payload, string audience, SigningKey key)
    {
        var body = $"{kind}.{Base64Url.EncodeToString(payload)}";
        return $"{body}.{Base64Url.EncodeToString(key.Sign(Signed(body, audience)))}";
    }

    /// <summary>Takes a text apart; it is not verified yet.</summary>
    public static bool TryRead(string kind, string text, out byte[] payload, out byte[] signature)
    {
        payload = signature = [];
        if (text.Length > MaxLength || !text.StartsWith(kind, StringComparison.Ordinal))
            return false;
        var parts = text.Split('.', 4);
        return parts.Length == 3 && parts[0] == kind
            && TryDecode(parts[1], out payload) && TryDecode(parts[2], out signature)
            && signature.Length == SignatureBytes;
    }

    /// <summary>Whether the holder of a key signed this text for this audience.</summary>
    public static bool Verify(string text, ReadOnlySpan<byte> signature, string audience, VerifyKey key) =>
        key.Verify(Signed(text[..text.LastIndexOf('.')], audience), signature);

    private static byte[] Signed(string body, string audience) => Encoding.UTF8.GetBytes($"{body}.{audience}");

    // A decoder forgives spaces and stray bits at the end; what is not written as we would write it was tampered with.
    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done)
            return false;
        Array.Resize(ref bytes, written);
        return Base64Url.EncodeToString(bytes) == text;
    }
}
