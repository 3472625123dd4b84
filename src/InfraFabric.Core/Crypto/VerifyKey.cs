using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using InfraFabric.Core.Errors;

namespace InfraFabric.Core.Crypto;

/// <summary>
/// An Ed25519 public key, written as <c>ed25519:</c> and 64 lower-case hex digits. One that is written in another than
/// its canonical form, or whose order is small, is refused when it is made; one that is no point of the curve verifies
/// nothing.
/// </summary>
public readonly record struct VerifyKey
{
    /// <summary>Bytes of a public key.</summary>
    public const int Size = Ed25519Rules.PublicKeySize;

    private const string Prefix = "ed25519:";

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    private VerifyKey(ReadOnlySpan<byte> key)
    {
        _a = BinaryPrimitives.ReadUInt64BigEndian(key);
        _b = BinaryPrimitives.ReadUInt64BigEndian(key[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(key[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(key[24..]);
    }

    /// <summary>Takes the 32 bytes of a key; an error with IF_ERR_KEY_INVALID when they are not a safe one.</summary>
    public static VerifyKey FromBytes(ReadOnlySpan<byte> key) =>
        Ed25519Rules.ProblemOfPublicKey(key) is { } problem ? throw Refused(problem) : new VerifyKey(key);

    /// <summary>Reads a key, in the one form in which it is printed.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out VerifyKey key)
    {
        key = default;
        Span<byte> bytes = stackalloc byte[Size];
        if (!TryReadBytes(text, bytes) || Ed25519Rules.ProblemOfPublicKey(bytes) is not null)
            return false;

        key = new VerifyKey(bytes);
        return true;
    }

    /// <summary>Reads a key; an error with IF_ERR_KEY_INVALID when it is not a safe one.</summary>
    public static VerifyKey Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[Size];
        return TryReadBytes(text, bytes)
            ? FromBytes(bytes)
            : throw Refused("It must be ed25519: and 64 lower-case hex digits.");
    }

    /// <summary>
    /// Whether the holder of this key signed this message. A signature of a wrong length or form is simply not valid.
    /// </summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Verify(Ed25519.Library, message, signature);

    /// <summary>Writes the 32 bytes of the key.</summary>
    public void CopyTo(Span<byte> output)
    {
        BinaryPrimitives.WriteUInt64BigEndian(output, _a);
        BinaryPrimitives.WriteUInt64BigEndian(output[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(output[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(output[24..], _d);
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return Prefix + Convert.ToHexStringLower(bytes);
    }

    // A key that was never set is all zeros, a point of small order, and verifies nothing.
    internal bool Verify(IEd25519 library, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Ed25519Rules.AllowsSignature(signature) && this != default && library.Verify(this, message, signature);

    private static bool TryReadBytes(string? text, Span<byte> bytes) =>
        text is not null && text.StartsWith(Prefix, StringComparison.Ordinal)
        && LowerHex.TryRead(text.AsSpan(Prefix.Length), bytes);

    private static FabricException Refused(string why) => new(
        ErrorTable.KeyInvalid, "A public key is refused.", why, "Ask its owner for the key as ifctl prints it.");
}
