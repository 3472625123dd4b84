using InfraFabric.Core.Errors;

namespace InfraFabric.Core.Crypto;

/// <summary>The library that does Ed25519 in this process: libsodium where it is present, else libcrypto.</summary>
public static class Ed25519
{
    private static readonly Lazy<IEd25519> Chosen = new(Choose);

    /// <summary>Bytes of a signature.</summary>
    public const int SignatureSize = Ed25519Rules.SignatureSize;

    /// <summary>The name of the library in use; an error with IF_ERR_ENVIRONMENT when there is none.</summary>
    public static string LibraryName => Library.Name;

    internal static IEd25519 Library => Chosen.Value;

    private static IEd25519 Choose() =>
        SodiumEd25519.TryOpen() ?? (IEd25519?)CryptoEd25519.TryOpen() ?? throw new FabricException(
            ErrorTable.EnvironmentIncomplete,
            "There is no library for Ed25519 signatures.",
            "Neither libsodium nor OpenSSL 3 (libcrypto) was found.",
            "Install one of them; on Debian: apt-get install libsodium23");
}
