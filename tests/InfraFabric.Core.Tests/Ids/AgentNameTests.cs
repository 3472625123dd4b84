using FsCheck;
using FsCheck.Fluent;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;

namespace InfraFabric.Core.Tests.Ids;

public sealed class AgentNameTests
{
    [Theory]
    [InlineData("if://agent/Finance.Agent/42", "Finance.Agent", 42u)]
    [InlineData("if://agent/a/0", "a", 0u)]
    [InlineData("if://agent/session-4_sip/4294967295", "session-4_sip", uint.MaxValue)]
    public void Parse_WellFormed_GivesItsParts(string text, string name, uint number)
    {
        var agent = AgentName.Parse(text);

        agent.Name.ShouldBe(name);
        agent.Number.ShouldBe(number);
        agent.ToString().ShouldBe(text);
        agent.ShouldBe(AgentName.Of(name, number));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Finance.Agent")]
    [InlineData("if://agent/")]
    [InlineData("if://agent//1")]
    [InlineData("if://agent/a")]
    [InlineData("if://agent/a/")]
    [InlineData("if://agent/a/01")]
    [InlineData("if://agent/a/+1")]
    [InlineData("if://agent/a/-1")]
    [InlineData("if://agent/a/1 ")]
    [InlineData("if://agent/a/1/2")]
    [InlineData("if://agent/a/4294967296")]
    [InlineData("if://agent/a/٤")]
    [InlineData("if://agent/.a/1")]
    [InlineData("if://agent/a./1")]
    [InlineData("if://agent/a..b/1")]
    [InlineData("if://agent/a b/1")]
    [InlineData("if://agent/é/1")]
    [InlineData("IF://agent/a/1")]
    [InlineData("if://capability/a/1")]
    public void Parse_Malformed_IsRefused(string text)
    {
        AgentName.TryParse(text, out _).ShouldBeFalse();

        Should.Throw<FabricException>(() => AgentName.Parse(text)).Error.ShouldBe(ErrorTable.IdInvalid);
    }

    [Fact]
    public void Parse_LongestName_IsAcceptedAndOneMoreIsNot()
    {
        AgentName.TryParse($"if://agent/{new string('a', AgentName.MaxNameLength)}/1", out _).ShouldBeTrue();
        AgentName.TryParse($"if://agent/{new string('a', AgentName.MaxNameLength + 1)}/1", out _).ShouldBeFalse();
    }

    [Fact]
    public void TryParse_AnyText_AcceptsOnlyWhatItPrintsAgain() =>
        Prop.ForAll<string>(tail =>
        {
            var text = $"if://agent/{tail}/7";
            return !AgentName.TryParse(text, out var agent) || agent.ToString() == text;
        }).QuickCheckThrowOnFailure();
}
