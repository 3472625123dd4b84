using System.Numerics;
using System.Security.Cryptography;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;

namespace InfraFabric.Core.Tests.Crypto;

/// <summary>Both libraries must say the same of every input, and refuse what is unsafe.</summary>
public sealed class Ed25519VerdictTests
{
    private static readonly BigInteger GroupOrder =
        BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");

    // Least byte first: p, p + 1 and 2^255 - 1 are other ways to write 0, 1 and 18.
    public static TheoryData<string> NonCanonicalPoints =>
    [
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ];

    public static TheoryData<string> SmallOrderPoints =>
    [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ];

    [Theory]
    [MemberData(nameof(NonCanonicalPoints))]
    [MemberData(nameof(SmallOrderPoints))]
    [InlineData("")]
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f70751")]
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a00")]
    public void FromBytes_UnsafeKey_IsRefused(string key)
    {
        var bytes = Convert.FromHexString(key);

        Should.Throw<FabricException>(() => VerifyKey.FromBytes(bytes)).Error.ShouldBe(ErrorTable.KeyInvalid);
        VerifyKey.TryParse($"ed25519:{key}", out _).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(NonCanonicalPoints))]
    [MemberData(nameof(SmallOrderPoints))]
    public void AllowsSignature_UnsafeR_IsFalse(string r)
    {
        using var key = SigningKey.Generate();
        var signature = key.Sign("message"u8);
        Ed25519Rules.AllowsSignature(signature).ShouldBeTrue();

        Convert.FromHexString(r).CopyTo(signature, 0);

        Ed25519Rules.AllowsSignature(signature).ShouldBeFalse();
    }

    // The holder of a key can take r = 0: then R is the neutral point, and the equation of the signature holds. Left to
    // themselves, the one library would refuse it and the other would not.
    [Fact]
    public void Verify_RIsTheNeutralPoint_IsRefusedByBoth()
    {
        var seed = new byte[SigningKey.SeedSize];
        using var key = SigningKey.FromSeed(seed);
        var signature = SignWithoutChance(seed, key.VerifyKey, "message"u8);

        VerdictOfBoth(key.VerifyKey, "message"u8.ToArray(), signature).ShouldBeFalse();
    }

    [Fact]
    public void Verify_SWithTheGroupOrderAdded_IsRefusedByBoth()
    {
        using var key = SigningKey.Generate();
        var signature = key.Sign("message"u8);
        AddGroupOrder(signature.AsSpan(32));

        Ed25519Rules.AllowsSignature(signature).ShouldBeFalse();
        VerdictOfBoth(key.VerifyKey, "message"u8.ToArray(), signature).ShouldBeFalse();
    }

    [Fact]
    public void Verify_KeyNeverSet_VerifiesNothing() =>
        VerdictOfBoth(default, [], new byte[64]).ShouldBeFalse();

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(65)]
    public void Verify_SignatureOfAnotherLength_IsRefusedByBoth(int length)
    {
        using var key = SigningKey.Generate();

        VerdictOfBoth(key.VerifyKey, [], new byte[length]).ShouldBeFalse();
    }

    [Fact]
    public void Sign_RandomMessages_AreTheSameInBothAndVerify()
    {
        var random = new Random(25519);
        var (sodium, crypto) = (Ed25519Libraries.Open("libsodium"), Ed25519Libraries.Open("libcrypto"));
        for (var i = 0; i < 500; i++)
        {
            var (seed, message) = (Bytes(random, 32), Bytes(random, random.Next(0, 300)));
            using var one = SigningKey.FromSeed(seed, sodium);
            using var other = SigningKey.FromSeed(seed, crypto);

            var signature = one.Sign(message);

            other.VerifyKey.ShouldBe(one.VerifyKey);
            other.Sign(message).ShouldBe(signature);
            VerdictOfBoth(one.VerifyKey, message, signature).ShouldBeTrue();
        }
    }

    [Fact]
    public void Verify_OneBitChanged_IsRefusedByBoth()
    {
        using var key = SigningKey.Generate();
        byte[] message = [1, 2, 3];
        var signature = key.Sign(message);
        for (var bit = 0; bit < 64 * 8; bit++)
        {
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            VerdictOfBoth(key.VerifyKey, message, signature).ShouldBeFalse();
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        VerdictOfBoth(key.VerifyKey, [1, 2, 4], signature).ShouldBeFalse();
    }

    // About half of random keys are points of the curve; the other half verify nothing.
    [Fact]
    public void Verify_RandomKeysAndSignatures_GiveOneVerdict()
    {
        var random = new Random(8032);
        for (var i = 0; i < 1000; i++)
        {
            var (key, signature) = (Bytes(random, 32), Bytes(random, 64));
            signature[63] &= 0x0F;

            VerdictOfBoth(VerifyKey.FromBytes(key), key, signature).ShouldBeFalse();
        }
    }

    private static bool VerdictOfBoth(VerifyKey key, byte[] message, byte[] signature)
    {
        var verdict = key.Verify(Ed25519Libraries.Open("libsodium"), message, signature);
        key.Verify(Ed25519Libraries.Open("libcrypto"), message, signature).ShouldBe(verdict);
        return verdict;
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    // S = h * a with r = 0 (RFC 8032, section 5.1.6).
    private static byte[] SignWithoutChance(byte[] seed, VerifyKey key, ReadOnlySpan<byte> message)
    {
        var scalar = SHA512.HashData(seed)[..32];
        scalar[0] &= 0xF8;
        scalar[31] = (byte)((scalar[31] & 0x7F) | 0x40);
        var publicKey = new byte[VerifyKey.Size];
        key.CopyTo(publicKey);
        var signature = new byte[64];
        signature[0] = 1;
        var hash = SHA512.HashData([.. signature[..32], .. publicKey, .. message]);
        var s = new BigInteger(hash, isUnsigned: true) * new BigInteger(scalar, isUnsigned: true) % GroupOrder;
        s.TryWriteBytes(signature.AsSpan(32), out _, isUnsigned: true);
        return signature;
    }

    private static void AddGroupOrder(Span<byte> s)
    {
        var sum = new BigInteger(s, isUnsigned: true) + GroupOrder;
        sum.TryWriteBytes(s, out _, isUnsigned: true);
    }
}
