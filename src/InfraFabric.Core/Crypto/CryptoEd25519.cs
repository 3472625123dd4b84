using System.Runtime.InteropServices;

namespace InfraFabric.Core.Crypto;

/// <summary>Ed25519 of OpenSSL's libcrypto, which .NET on Linux needs anyway.</summary>
internal sealed class CryptoEd25519 : IEd25519
{
    private readonly KeyCache<VerifyKey, CryptoKey> _publicKeys = new(capacity: 4096);

    private CryptoEd25519()
    {
    }

    public string Name => "libcrypto";

    /// <summary>The library; null when this machine does not have it.</summary>
    public static CryptoEd25519? TryOpen() => NativeNames.IsPresent(NativeNames.Crypto) ? new CryptoEd25519() : null;

    public SafeHandle ImportSeed(ReadOnlySpan<byte> seed) =>
        Require(CryptoNative.NewPrivateKey(CryptoNative.Ed25519, 0, seed, (nuint)seed.Length));

    public void CopySeed(SafeHandle secret, Span<byte> seed)
    {
        var length = (nuint)seed.Length;
        Require(CryptoNative.GetPrivateKey((CryptoKey)secret, seed, ref length) == 1);
    }

    public void CopyPublicKey(SafeHandle secret, Span<byte> publicKey)
    {
        var length = (nuint)publicKey.Length;
        Require(CryptoNative.GetPublicKey((CryptoKey)secret, publicKey, ref length) == 1);
    }

    public void Sign(SafeHandle secret, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        using var context = CryptoNative.NewContext();
        Require(CryptoNative.SignInit(context, 0, 0, 0, (CryptoKey)secret) == 1);
        var length = (nuint)signature.Length;
        Require(CryptoNative.Sign(context, signature, ref length, message, (nuint)message.Length) == 1);
    }

    public bool Verify(VerifyKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        using var context = CryptoNative.NewContext();
        Require(CryptoNative.VerifyInit(context, 0, 0, 0, _publicKeys.GetOrAdd(key, Import)) == 1);
        if (CryptoNative.Verify(context, signature, (nuint)signature.Length, message, (nuint)message.Length) == 1)
            return true;

        // The reason stays in the thread's error queue, where another user of the library in this process would find
        // it.
        CryptoNative.ClearErrors();
        return false;
    }

    private static CryptoKey Import(VerifyKey key)
    {
        Span<byte> bytes = stackalloc byte[Ed25519Rules.PublicKeySize];
        key.CopyTo(bytes);
        return Require(CryptoNative.NewPublicKey(CryptoNative.Ed25519, 0, bytes, (nuint)bytes.Length));
    }

    private static CryptoKey Require(CryptoKey key)
    {
        Require(!key.IsInvalid);
        return key;
    }

    // With inputs of the right length these functions fail only for want of memory, or in a library without Ed25519.
    private static void Require(bool done)
    {
        if (!done)
            throw new InvalidOperationException("libcrypto refused a call that cannot fail.");
    }
}
