using System.Runtime.InteropServices;

namespace InfraFabric.Core.Crypto;

/// <summary>
/// What a native library does for us. Secrets stay in its memory, behind a handle that wipes them when it is released.
/// Inputs have the right lengths and have passed <see cref="Ed25519Rules"/>.
/// </summary>
internal interface IEd25519
{
    /// <summary>The name of the library, for people.</summary>
    string Name { get; }

    SafeHandle ImportSeed(ReadOnlySpan<byte> seed);

    void CopySeed(SafeHandle secret, Span<byte> seed);

    void CopyPublicKey(SafeHandle secret, Span<byte> publicKey);

    void Sign(SafeHandle secret, ReadOnlySpan<byte> message, Span<byte> signature);

    bool Verify(VerifyKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);
}
