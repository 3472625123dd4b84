using FsCheck;
using FsCheck.Fluent;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;

namespace InfraFabric.Core.Tests.Crypto;

public sealed class Sha256HashTests
{
    // FIPS 180-2, appendix B.1.
    private const string OfAbc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public void Of_PublishedMessage_GivesItsHash() => Sha256Hash.Of("abc"u8).ToString().ShouldBe(OfAbc);

    [Fact]
    public void Parse_AnyPrintedHash_ReadsBack() =>
        Prop.ForAll<byte[]>(content =>
        {
            var hash = Sha256Hash.Of(content);
            var bytes = new byte[Sha256Hash.Size];
            hash.CopyTo(bytes);
            return Sha256Hash.Parse(hash.ToString()) == hash && Sha256Hash.FromBytes(bytes) == hash;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Equals_AnyByteDiffers_IsFalse()
    {
        var bytes = new byte[Sha256Hash.Size];
        Sha256Hash.Of("abc"u8).CopyTo(bytes);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            (Sha256Hash.FromBytes(bytes) == Sha256Hash.Of("abc"u8)).ShouldBeFalse();
            bytes[i] ^= 1;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("sha256:BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a")]
    [InlineData("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0")]
    [InlineData("sha512:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void Parse_AnotherForm_IsRefused(string text)
    {
        Sha256Hash.TryParse(text, out _).ShouldBeFalse();

        Should.Throw<FabricException>(() => Sha256Hash.Parse(text)).Error.ShouldBe(ErrorTable.IdInvalid);
    }

    [Fact]
    public void FromBytes_WrongLength_IsRefused() =>
        Should.Throw<ArgumentException>(() => Sha256Hash.FromBytes(new byte[31]));
}
