using InfraFabric.Core.Crypto;

namespace InfraFabric.Core.Tests.Crypto;

/// <summary>
/// The libraries that a test runs over. One that this machine does not have skips its tests, with the reason.
/// </summary>
internal static class Ed25519Libraries
{
    public const string Sodium = "libsodium";
    public const string Crypto = "libcrypto";

    public static IEd25519 Open(string name)
    {
        IEd25519? library = name == Sodium ? SodiumEd25519.TryOpen() : CryptoEd25519.TryOpen();
        Assert.SkipWhen(library is null, $"{name} is not installed");
        library.Name.ShouldBe(name);
        return library;
    }
}
