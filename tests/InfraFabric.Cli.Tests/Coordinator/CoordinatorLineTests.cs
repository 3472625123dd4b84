using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Coordinator;

/// <summary>The lines that users were promised, spelled as they were promised.</summary>
public sealed class CoordinatorLineTests(ServedHome served) : IClassFixture<ServedHome>
{
    [Theory]
    [InlineData("coordinator status", "backend")]
    [InlineData("coordinator swarms", "No swarm has registered.")]
    [InlineData("coordinator tasks", "There is no such task.")]
    [InlineData("coordinator health", "ready")]
    public async Task Line_AsPromised_Answers(string line, string shown)
    {
        var words = line.Split(' ');

        var text = await served.RunAsync(words);
        var json = await served.RunAsync([.. words, "--json", "--trace"]);

        text.ShouldExit(0).Out.ShouldContain(shown);
        json.ShouldExit(0).Json.GetProperty("trace").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("coordinator status")]
    [InlineData("coordinator swarms")]
    [InlineData("coordinator tasks")]
    [InlineData("coordinator health")]
    [InlineData("task list")]
    [InlineData("task add work")]
    public async Task Line_WhereNobodyServes_SaysHowToStart(string line)
    {
        using var home = new TestHome();

        var result = await home.RunAsync(line.Split(' '));

        result.ShouldExit(7).Error.ShouldContain("ifctl up");
    }
}
