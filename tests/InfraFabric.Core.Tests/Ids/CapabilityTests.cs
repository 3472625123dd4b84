using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;

namespace InfraFabric.Core.Tests.Ids;

public sealed class CapabilityTests
{
    [Theory]
    [InlineData("integration:ndi")]
    [InlineData("code-review:c.sharp")]
    [InlineData("a:1")]
    public void Parse_PlainSkill_HasNoVersion(string text)
    {
        var capability = Capability.Parse(text);

        capability.Text.ShouldBe(text);
        capability.Name.ToString().ShouldBe(text);
        capability.Version.ShouldBeNull();
        capability.IsDomain.ShouldBeFalse();
    }

    [Theory]
    [InlineData("integration:sip@2", 2, 0, 0)]
    [InlineData("integration:sip@0.1", 0, 1, 0)]
    [InlineData("integration:sip@1.20.9999", 1, 20, 9999)]
    public void Parse_Versioned_HasNameAndVersion(string text, int major, int minor, int patch)
    {
        var capability = Capability.Parse(text);

        capability.Text.ShouldBe(text);
        capability.Domain.ToString().ShouldBe("integration");
        capability.Name.ToString().ShouldBe("integration:sip");
        capability.Version.ShouldBe(new CapabilityVersion(major, minor, patch));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("integration")]
    [InlineData(":ndi")]
    [InlineData("integration:")]
    [InlineData("integration:NDI")]
    [InlineData("Integration:ndi")]
    [InlineData("integration:ndi:more")]
    [InlineData("integration: ndi")]
    [InlineData("integration:ndi\n")]
    [InlineData("integration@1:ndi")]
    [InlineData("integration:ndi@")]
    [InlineData("integration:ndi@v1")]
    [InlineData("integration:ndi@01")]
    [InlineData("integration:ndi@1.")]
    [InlineData("integration:ndi@1.2.3.4")]
    [InlineData("integration:ndi@1@2")]
    [InlineData("integration:ndi@-1")]
    [InlineData("integration:ndi@+1")]
    [InlineData("integration:ndi@10000")]
    [InlineData("integration:@1")]
    public void Parse_Malformed_IsRefused(string? text)
    {
        Capability.TryParse(text, out _).ShouldBeFalse();
        Capability.TryParseOffer(text, out _).ShouldBeFalse();

        Should.Throw<FabricException>(() => Capability.Parse(text!)).Error.ShouldBe(ErrorTable.IdInvalid);
        Should.Throw<FabricException>(() => Capability.ParseOffer(text!)).Error.ShouldBe(ErrorTable.IdInvalid);
    }

    [Fact]
    public void Parse_LongestParts_AreAcceptedAndOneMoreIsNot()
    {
        var longest = new string('a', Capability.MaxPartLength);

        Capability.TryParse($"{longest}:{longest}@9999.9999.9999", out _).ShouldBeTrue();
        Capability.TryParse($"{longest}a:{longest}", out _).ShouldBeFalse();
        Capability.TryParse($"{longest}:{longest}a", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("*:*")]
    [InlineData("*:ndi")]
    [InlineData(":*")]
    [InlineData("integration:*@1")]
    [InlineData("integration:n*")]
    public void ParseOffer_OtherWildcards_AreRefused(string text) =>
        Capability.TryParseOffer(text, out _).ShouldBeFalse();

    [Fact]
    public void TryParse_WholeDomain_CanBeOfferedAndNotRequired()
    {
        Capability.TryParse("integration:*", out _).ShouldBeFalse();

        var offer = Capability.ParseOffer("integration:*");
        offer.IsDomain.ShouldBeTrue();
        offer.Domain.ToString().ShouldBe("integration");
        offer.Text.ShouldBe("integration:*");
    }

    [Theory]
    [InlineData("integration:sip", "integration:sip", true)]
    [InlineData("integration:sip", "integration:sips", false)]
    [InlineData("integration:sip", "telephony:sip", false)]
    [InlineData("integration:*", "integration:sip", true)]
    [InlineData("integration:*", "integrations:sip", false)]
    [InlineData("integration:*", "integration:sip@1", false)]
    [InlineData("integration:sip@1.2", "integration:sip", true)]
    [InlineData("integration:sip", "integration:sip@1", false)]
    [InlineData("integration:sip@1.2", "integration:sip@1", true)]
    [InlineData("integration:sip@1.2", "integration:sip@1.2.0", true)]
    [InlineData("integration:sip@1.2", "integration:sip@1.2.1", false)]
    [InlineData("integration:sip@1.10", "integration:sip@1.9.9", true)]
    [InlineData("integration:sip@2", "integration:sip@1", false)]
    [InlineData("integration:sip@1.2", "integration:ndi@1.2", false)]
    public void Covers_OfferAndRequirement_SaysWhetherItCanBeDone(string offer, string required, bool covers) =>
        Capability.ParseOffer(offer).Covers(Capability.Parse(required)).ShouldBe(covers);
}
