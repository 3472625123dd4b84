using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;

namespace InfraFabric.Core.Tests.Crypto;

public sealed class VerifyKeyTests
{
    private const string Text = "ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    [Fact]
    public void Parse_PrintedKey_ReadsBack() => VerifyKey.Parse(Text).ToString().ShouldBe(Text);

    [Theory]
    [InlineData("")]
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")]
    [InlineData("ed25519:D75A980182B10AB7D54BFED3C964073A0EE172F3DAA62325AF021A68F707511A")]
    [InlineData("ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511")]
    [InlineData("ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511g")]
    [InlineData("ED25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")]
    public void Parse_AnotherForm_IsRefused(string text)
    {
        VerifyKey.TryParse(text, out _).ShouldBeFalse();

        Should.Throw<FabricException>(() => VerifyKey.Parse(text)).Error.ShouldBe(ErrorTable.KeyInvalid);
    }
}
