using System.Security.Cryptography;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;

namespace InfraFabric.Core.Tests.Crypto;

public sealed class Ed25519Tests
{
    // RFC 8032, section 7.1: seed, public key, message, signature.
    private static readonly string[][] Published =
    [
        [
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                + "d25bf5f0595bbe24655141438e7a100b",
        ],
        [
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
                + "387b2eaeb4302aeeb00d291612bb0c00",
        ],
        [
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
                + "4a7c15e9716ed28dc027beceea1ec40a",
        ],
        [
            "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
            "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            Convert.ToHexStringLower(SHA512.HashData("abc"u8)),
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
                + "3dca179c138ac17ad9bef1177331a704",
        ],
    ];

    public static TheoryData<string, int> Vectors => new(
        from library in new[] { Ed25519Libraries.Sodium, Ed25519Libraries.Crypto }
        from vector in Enumerable.Range(0, Published.Length)
        select (library, vector));

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Sign_VectorOfTheRfc_GivesItsKeyAndSignature(string libraryName, int vector)
    {
        var library = Ed25519Libraries.Open(libraryName);
        var (seed, publicKey, message, signature) = Bytes(vector);

        using var key = SigningKey.FromSeed(seed, library);

        key.VerifyKey.ShouldBe(VerifyKey.FromBytes(publicKey));
        key.Sign(message).ShouldBe(signature);
        key.VerifyKey.Verify(library, message, signature).ShouldBeTrue();
    }

    [Theory]
    [InlineData(Ed25519Libraries.Sodium)]
    [InlineData(Ed25519Libraries.Crypto)]
    public void CopySeed_KeyOfASeed_GivesItBack(string libraryName)
    {
        var (seed, _, _, _) = Bytes(0);
        using var key = SigningKey.FromSeed(seed, Ed25519Libraries.Open(libraryName));
        var copied = new byte[SigningKey.SeedSize];

        key.CopySeed(copied);

        copied.ShouldBe(seed);
    }

    [Theory]
    [InlineData(Ed25519Libraries.Sodium)]
    [InlineData(Ed25519Libraries.Crypto)]
    public void Sign_KeyDisposed_IsRefused(string libraryName)
    {
        var key = SigningKey.FromSeed(new byte[32], Ed25519Libraries.Open(libraryName));

        key.Dispose();

        Should.Throw<ObjectDisposedException>(() => key.Sign("x"u8));
    }

    [Fact]
    public void Sign_RoomOfAnotherSize_IsRefused()
    {
        using var key = SigningKey.Generate();

        Should.Throw<ArgumentException>(() => key.Sign([], new byte[63]));
        Should.Throw<ArgumentException>(() => key.Sign([], new byte[65]));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    public void FromSeed_WrongLength_IsRefused(int length) =>
        Should.Throw<FabricException>(() => SigningKey.FromSeed(new byte[length]))
            .Error.ShouldBe(ErrorTable.KeyInvalid);

    [Fact]
    public void Generate_Twice_MakesTwoKeys()
    {
        using var one = SigningKey.Generate();
        using var other = SigningKey.Generate();

        one.VerifyKey.ShouldNotBe(other.VerifyKey);
    }

    [Fact]
    public void ToString_SigningKey_ShowsOnlyThePublicHalf()
    {
        var (seed, _, _, _) = Bytes(0);
        using var key = SigningKey.FromSeed(seed);

        key.ToString().ShouldBe($"the private key of {key.VerifyKey}");
    }

    [Fact]
    public void LibraryName_SodiumPresent_IsSodium()
    {
        Assert.SkipWhen(SodiumEd25519.TryOpen() is null, "libsodium is not installed");

        Ed25519.LibraryName.ShouldBe("libsodium");
    }

    private static (byte[] Seed, byte[] PublicKey, byte[] Message, byte[] Signature) Bytes(int vector)
    {
        var bytes = Published[vector].Select(Convert.FromHexString).ToArray();
        return (bytes[0], bytes[1], bytes[2], bytes[3]);
    }
}
