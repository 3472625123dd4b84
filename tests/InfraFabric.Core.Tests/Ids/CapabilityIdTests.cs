using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;

namespace InfraFabric.Core.Tests.Ids;

public sealed class CapabilityIdTests
{
    [Theory]
    [InlineData("vmix.switcher")]
    [InlineData("a")]
    [InlineData("home-assistant.light_1")]
    public void Parse_WellFormed_GivesItsId(string id)
    {
        var capability = CapabilityId.Parse($"if://capability/{id}");

        capability.Id.ShouldBe(id);
        capability.ToString().ShouldBe($"if://capability/{id}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("vmix.switcher")]
    [InlineData("integration:ndi")]
    [InlineData("if://capability/")]
    [InlineData("if://capability/vMix")]
    [InlineData("if://capability/integration:ndi")]
    [InlineData("if://capability/vmix/switcher")]
    [InlineData("if://capability/vmix..switcher")]
    [InlineData("if://capability/vmix-")]
    [InlineData("if://capability/vmix\n")]
    [InlineData("if://agent/vmix")]
    public void Parse_Malformed_IsRefused(string text)
    {
        CapabilityId.TryParse(text, out _).ShouldBeFalse();

        Should.Throw<FabricException>(() => CapabilityId.Parse(text)).Error.ShouldBe(ErrorTable.IdInvalid);
    }

    [Fact]
    public void Parse_LongestId_IsAcceptedAndOneMoreIsNot()
    {
        var longest = new string('a', CapabilityId.MaxIdLength);

        CapabilityId.TryParse($"if://capability/{longest}", out _).ShouldBeTrue();
        CapabilityId.TryParse($"if://capability/{longest}a", out _).ShouldBeFalse();
    }
}
