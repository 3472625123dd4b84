using InfraFabric.Core.Errors;
using InfraFabric.Server.Hosting;

namespace InfraFabric.Server.Tests;

public sealed class ReadinessTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public void Require_OfAPartThatIsBehind_DependsOnItsLimit(int seconds, bool ready)
    {
        var readiness = new Readiness();
        readiness.Watch("one", () => TimeSpan.Zero, TimeSpan.FromSeconds(1));
        readiness.Watch("the other", () => TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(10));

        var error = Xunit.Record.Exception(readiness.Require) as FabricException;

        (error is null).ShouldBe(ready);
        if (error is not null)
        {
            error.Error.ShouldBe(ErrorTable.NotReady);
            error.Why.ShouldContain("the other");
        }
    }
}
