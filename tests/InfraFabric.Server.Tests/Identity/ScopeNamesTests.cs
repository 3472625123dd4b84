using InfraFabric.Core.Errors;
using InfraFabric.Server.Identity;

namespace InfraFabric.Server.Tests.Identity;

public sealed class ScopeNamesTests
{
    [Fact]
    public void Parse_OfNames_GivesTheirScopes() =>
        ScopeNames.Parse(["swarm", "tasks:read"]).ShouldBe(Scopes.Swarm | Scopes.TasksRead);

    [Fact]
    public void Parse_OfOperate_BringsAllOthers()
    {
        var scopes = ScopeNames.Parse(["operate"]);

        scopes.ShouldBe(Scopes.All);
        ScopeNames.Of(scopes).ShouldBe(["operate"]);
    }

    [Fact]
    public void Of_EveryScope_IsReadBack()
    {
        foreach (var scope in Enum.GetValues<Scopes>().Where(scope => scope is not Scopes.None and not Scopes.Operate))
            ScopeNames.Parse(ScopeNames.Of(scope)).ShouldBe(scope);
    }

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("Swarm")]
    [InlineData("state:write")]
    [InlineData("swarm", "swarm", "swarm", "swarm", "swarm", "swarm", "swarm", "swarm")]
    public void Parse_OfWhatIsNoScope_IsRefused(params string[] names) =>
        Should.Throw<FabricException>(() => ScopeNames.Parse(names)).Error.ShouldBe(ErrorTable.Usage);

    [Fact]
    public void May_WithoutOneOfTheScopes_IsDenied()
    {
        var caller = Caller.Operator with { Scopes = Scopes.Swarm | Scopes.TasksRead };

        caller.May(Scopes.Swarm).ShouldBeTrue();
        caller.May(Scopes.Swarm | Scopes.TasksWrite).ShouldBeFalse();
    }
}
