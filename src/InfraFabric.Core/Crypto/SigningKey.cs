using System.Runtime.InteropServices;
using System.Security.Cryptography;
using InfraFabric.Core.Errors;

namespace InfraFabric.Core.Crypto;

/// <summary>
/// An Ed25519 private key. It lives in the library's memory until it is disposed, and is wiped then; nothing but a key
/// file ever shows it. Safe for any number of threads.
/// </summary>
public sealed class SigningKey : IDisposable
{
    /// <summary>Bytes of the seed from which a key is made.</summary>
    public const int SeedSize = Ed25519Rules.SeedSize;

    private readonly IEd25519 _library;
    private readonly SafeHandle _secret;

    private SigningKey(IEd25519 library, ReadOnlySpan<byte> seed)
    {
        _library = library;
        _secret = library.ImportSeed(seed);
        Span<byte> publicKey = stackalloc byte[VerifyKey.Size];
        library.CopyPublicKey(_secret, publicKey);
        VerifyKey = VerifyKey.FromBytes(publicKey);
    }

    /// <summary>The public half.</summary>
    public VerifyKey VerifyKey { get; }

    /// <summary>A new key that nobody can guess.</summary>
    public static SigningKey Generate()
    {
        Span<byte> seed = stackalloc byte[SeedSize];
        try
        {
            RandomNumberGenerator.Fill(seed);
            return FromSeed(seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>The key of a seed. The caller wipes the seed.</summary>
    public static SigningKey FromSeed(ReadOnlySpan<byte> seed) => FromSeed(seed, Ed25519.Library);

    /// <summary>Signs a message.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var signature = new byte[Ed25519Rules.SignatureSize];
        Sign(message, signature);
        return signature;
    }

    /// <summary>Signs a message; the output has 64 bytes.</summary>
    public void Sign(ReadOnlySpan<byte> message, Span<byte> signature)
    {
        if (signature.Length != Ed25519Rules.SignatureSize)
            throw new ArgumentException("A signature needs room for 64 bytes.", nameof(signature));
        _library.Sign(_secret, message, signature);
    }

    public void Dispose() => _secret.Dispose();

    /// <summary>Says which key this is, by its public half.</summary>
    public override string ToString() => $"the private key of {VerifyKey}";

    internal static SigningKey FromSeed(ReadOnlySpan<byte> seed, IEd25519 library) =>
        seed.Length == SeedSize
            ? new SigningKey(library, seed)
            : throw new FabricException(ErrorTable.KeyInvalid, "A private key is refused.",
                $"A seed has {SeedSize} bytes; this one has {seed.Length}.", "Make a new key.");

    internal void CopySeed(Span<byte> seed) => _library.CopySeed(_secret, seed);
}
