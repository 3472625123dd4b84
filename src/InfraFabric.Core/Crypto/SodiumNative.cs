using System.Runtime.InteropServices;

namespace InfraFabric.Core.Crypto;

/// <summary>
/// The functions of libsodium that we call. Every span that is passed has the length that its function expects, which
/// <see cref="SodiumEd25519"/> sees to; messages go with their own length.
/// </summary>
internal static partial class SodiumNative
{
    [LibraryImport(NativeNames.Sodium, EntryPoint = "sodium_init")]
    public static partial int Init();

    [LibraryImport(NativeNames.Sodium, EntryPoint = "sodium_malloc")]
    public static partial nint Allocate(nuint size);

    [LibraryImport(NativeNames.Sodium, EntryPoint = "sodium_free")]
    public static partial void Free(nint memory);

    [LibraryImport(NativeNames.Sodium, EntryPoint = "crypto_sign_ed25519_seed_keypair")]
    public static partial int SeedKeyPair(Span<byte> publicKey, SodiumSecret secret, ReadOnlySpan<byte> seed);

    [LibraryImport(NativeNames.Sodium, EntryPoint = "crypto_sign_ed25519_sk_to_seed")]
    public static partial int SecretToSeed(Span<byte> seed, SodiumSecret secret);

    [LibraryImport(NativeNames.Sodium, EntryPoint = "crypto_sign_ed25519_sk_to_pk")]
    public static partial int SecretToPublicKey(Span<byte> publicKey, SodiumSecret secret);

    [LibraryImport(NativeNames.Sodium, EntryPoint = "crypto_sign_ed25519_detached")]
    public static partial int Sign(
        Span<byte> signature, nint noLength, ReadOnlySpan<byte> message, ulong messageLength, SodiumSecret secret);

    [LibraryImport(NativeNames.Sodium, EntryPoint = "crypto_sign_ed25519_verify_detached")]
    public static partial int Verify(
        ReadOnlySpan<byte> signature, ReadOnlySpan<byte> message, ulong messageLength, ReadOnlySpan<byte> publicKey);
}
