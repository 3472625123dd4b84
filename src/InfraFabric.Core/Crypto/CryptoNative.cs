using System.Runtime.InteropServices;

namespace InfraFabric.Core.Crypto;

/// <summary>
/// The functions of OpenSSL's libcrypto that we call. Every span goes with its own length.
/// </summary>
internal static partial class CryptoNative
{
    /// <summary>EVP_PKEY_ED25519.</summary>
    public const int Ed25519 = 1087;

    [LibraryImport(NativeNames.Crypto, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    public static partial CryptoKey NewPrivateKey(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(NativeNames.Crypto, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    public static partial CryptoKey NewPublicKey(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(NativeNames.Crypto, EntryPoint = "EVP_PKEY_get_raw_private_key")]
    public static partial int GetPrivateKey(CryptoKey key, Span<byte> output, ref nuint length);

    [LibraryImport(NativeNames.Crypto, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    public static partial int GetPublicKey(CryptoKey key, Span<byte> output, ref nuint length);

    [LibraryImport(NativeNames.Crypto, EntryPoint = "EVP_PKEY_free")]
    public static partial void FreeKey(nint key);

    [LibraryImport(NativeNames.Crypto, EntryPoint = "EVP_MD_CTX_new")]
    public static partial CryptoContext NewContext();

    [LibraryImport(NativeNames.Crypto, EntryPoint = "EVP_MD_CTX_free")]
    public static partial void FreeContext(nint context);

    [LibraryImport(NativeNames.Crypto, EntryPoint = "EVP_DigestSignInit")]
    public static partial int SignInit(CryptoContext context, nint keyContext, nint digest, nint engine, CryptoKey key);

    [LibraryImport(NativeNames.Crypto, EntryPoint = "EVP_DigestSign")]
    public static partial int Sign(
        CryptoContext context, Span<byte> signature, ref nuint signatureLength,
        ReadOnlySpan<byte> message, nuint length);

    [LibraryImport(NativeNames.Crypto, EntryPoint = "EVP_DigestVerifyInit")]
    public static partial int VerifyInit(
        CryptoContext context, nint keyContext, nint digest, nint engine, CryptoKey key);

    [LibraryImport(NativeNames.Crypto, EntryPoint = "EVP_DigestVerify")]
    public static partial int Verify(
        CryptoContext context, ReadOnlySpan<byte> signature, nuint signatureLength,
        ReadOnlySpan<byte> message, nuint length);

    [LibraryImport(NativeNames.Crypto, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();
}
