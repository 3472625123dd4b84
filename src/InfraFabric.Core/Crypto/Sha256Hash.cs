using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using InfraFabric.Core.Errors;

namespace InfraFabric.Core.Crypto;

/// <summary>
/// A SHA-256 hash, written as <c>sha256:</c> and 64 lower-case hex digits. Comparing takes the same time always.
/// </summary>
public readonly record struct Sha256Hash
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    private const string Prefix = "sha256:";

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    private Sha256Hash(ReadOnlySpan<byte> hash)
    {
        _a = BinaryPrimitives.ReadUInt64BigEndian(hash);
        _b = BinaryPrimitives.ReadUInt64BigEndian(hash[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(hash[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(hash[24..]);
    }

    /// <summary>The hash of some bytes.</summary>
    public static Sha256Hash Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(content, hash);
        return new Sha256Hash(hash);
    }

    /// <summary>The hash whose 32 bytes these are.</summary>
    public static Sha256Hash FromBytes(ReadOnlySpan<byte> hash) =>
        hash.Length == Size
            ? new Sha256Hash(hash)
            : throw new ArgumentException($"A hash has {Size} bytes, not {hash.Length}.", nameof(hash));

    /// <summary>Reads a hash, in the one form in which it is printed.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Sha256Hash hash)
    {
        hash = default;
        Span<byte> bytes = stackalloc byte[Size];
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || !LowerHex.TryRead(text.AsSpan(Prefix.Length), bytes))
        {
            return false;
        }

        hash = new Sha256Hash(bytes);
        return true;
    }

    /// <summary>Reads a hash; an error with IF_ERR_ID_INVALID when it is not one.</summary>
    public static Sha256Hash Parse(string text) =>
        TryParse(text, out var hash)
            ? hash
            : throw new FabricException(ErrorTable.IdInvalid, "A hash is malformed.",
                "It must be sha256: and 64 lower-case hex digits.", "Correct it.");

    /// <summary>Writes the 32 bytes of the hash.</summary>
    public void CopyTo(Span<byte> output)
    {
        BinaryPrimitives.WriteUInt64BigEndian(output, _a);
        BinaryPrimitives.WriteUInt64BigEndian(output[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(output[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(output[24..], _d);
    }

    // Without a branch, so that the time tells nothing of where two hashes differ.
    public bool Equals(Sha256Hash other) =>
        ((_a ^ other._a) | (_b ^ other._b) | (_c ^ other._c) | (_d ^ other._d)) == 0;

    public override int GetHashCode() => _a.GetHashCode();

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return Prefix + Convert.ToHexStringLower(bytes);
    }
}
