using System.Runtime.InteropServices;

namespace InfraFabric.Core.Crypto;

/// <summary>Ed25519 of libsodium, the faster one.</summary>
internal sealed class SodiumEd25519 : IEd25519
{
    private SodiumEd25519()
    {
    }

    public string Name => "libsodium";

    /// <summary>The library; null when this machine does not have it.</summary>
    public static SodiumEd25519? TryOpen() =>
        NativeNames.IsPresent(NativeNames.Sodium) && SodiumNative.Init() >= 0 ? new SodiumEd25519() : null;

    public SafeHandle ImportSeed(ReadOnlySpan<byte> seed)
    {
        Span<byte> publicKey = stackalloc byte[Ed25519Rules.PublicKeySize];
        var secret = new SodiumSecret();
        Require(SodiumNative.SeedKeyPair(publicKey, secret, seed));
        return secret;
    }

    public void CopySeed(SafeHandle secret, Span<byte> seed) =>
        Require(SodiumNative.SecretToSeed(seed, (SodiumSecret)secret));

    public void CopyPublicKey(SafeHandle secret, Span<byte> publicKey) =>
        Require(SodiumNative.SecretToPublicKey(publicKey, (SodiumSecret)secret));

    public void Sign(SafeHandle secret, ReadOnlySpan<byte> message, Span<byte> signature) =>
        Require(SodiumNative.Sign(signature, 0, message, (ulong)message.Length, (SodiumSecret)secret));

    public bool Verify(VerifyKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        Span<byte> publicKey = stackalloc byte[Ed25519Rules.PublicKeySize];
        key.CopyTo(publicKey);
        return SodiumNative.Verify(signature, message, (ulong)message.Length, publicKey) == 0;
    }

    // With inputs of the right length these functions cannot fail; a failure would be a library that is not libsodium.
    private static void Require(int result)
    {
        if (result != 0)
            throw new InvalidOperationException("libsodium refused a call that cannot fail.");
    }
}
