using InfraFabric.Core.Ids;

namespace InfraFabric.Core.Tests.Ids;

public sealed class CapabilityMatchTests
{
    [Theory]
    [InlineData("integration:sip telephony:protocols", "integration:sip telephony:protocols", 1.0)]
    [InlineData("integration:sip telephony:protocols", "integration:sip", 0.5)]
    [InlineData("integration:sip telephony:protocols", "integration:ndi streaming:video", 0.0)]
    [InlineData("a:x a:y a:z", "a:x b:y a:z", 2 / 3.0)]
    [InlineData("a:x a:y", "a:* a:x", 1.0)]
    [InlineData("a:x@2 a:y", "a:x@1 a:y", 0.5)]
    [InlineData("a:x", "", 0.0)]
    [InlineData("", "a:x", 1.0)]
    [InlineData("", "", 1.0)]
    public void Of_RequiredAndOffered_IsTheShareThatIsCovered(string required, string offered, double share) =>
        CapabilityMatch.Of(Read(required), Read(offered)).ShouldBe(share);

    private static Capability[] Read(string list) =>
        [.. list.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Capability.ParseOffer)];
}
