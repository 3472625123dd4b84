using BenchmarkDotNet.Attributes;
using InfraFabric.Core.Crypto;

namespace InfraFabric.Benchmarks;

/// <summary>Signing and verifying 300 bytes with each library.</summary>
public class Ed25519Benchmarks
{
    private readonly byte[] _message = new byte[300];
    private readonly byte[] _signature = new byte[Ed25519.SignatureSize];
    private IEd25519 _library = null!;
    private SigningKey _key = null!;

    [Params("libsodium", "libcrypto")]
    public string Library { get; set; } = "";

    [GlobalSetup]
    public void OpenLibrary()
    {
        _library = Library == "libsodium" ? SodiumEd25519.TryOpen()! : CryptoEd25519.TryOpen()!;
        _key = SigningKey.FromSeed(new byte[SigningKey.SeedSize], _library);
        _key.Sign(_message, _signature);
    }

    [GlobalCleanup]
    public void WipeKey() => _key.Dispose();

    [Benchmark]
    public void Sign() => _key.Sign(_message, _signature);

    [Benchmark]
    public bool Verify() => _key.VerifyKey.Verify(_library, _message, _signature);
}
