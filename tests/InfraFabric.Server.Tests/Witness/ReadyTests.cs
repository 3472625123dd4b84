using InfraFabric.Core.Errors;
using InfraFabric.Server.Hosting;

namespace InfraFabric.Server.Tests.Witness;

public sealed class ReadyTests
{
    [Fact]
    public void Require_OfAPartThatKnowsWhyItIsBehind_SaysIt()
    {
        var readiness = new Readiness();
        readiness.Watch(
            "The ledger", () => TimeSpan.FromSeconds(11), TimeSpan.FromSeconds(10), () => "The disk is full.");

        Should.Throw<FabricException>(readiness.Require).Why.ShouldEndWith("are allowed. The disk is full.");
    }
}
