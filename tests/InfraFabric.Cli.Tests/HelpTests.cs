using System.CommandLine;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData("root", "--help")]
    [InlineData("state", "state", "--help")]
    [InlineData("state-list", "state", "list", "--help")]
    [InlineData("task", "task", "--help")]
    [InlineData("task-claim", "task", "claim", "--help")]
    [InlineData("coordinator", "coordinator", "--help")]
    [InlineData("witness", "witness", "--help")]
    [InlineData("witness-query", "witness", "query", "--help")]
    [InlineData("up", "up", "-h")]
    public async Task Help_OfACommand_IsAsReviewed(string snapshot, params string[] line)
    {
        using var home = new TestHome();

        var help = (await home.RunAsync(line)).ShouldExit(0);

        help.Out.ShouldMatchSnapshot($"help-{snapshot}");
        help.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData()]
    [InlineData("state")]
    public async Task Run_OfAGroupWithoutACommand_ShowsItsHelp(params string[] line)
    {
        using var home = new TestHome();

        var shown = (await home.RunAsync(line)).ShouldExit(0);

        shown.Out.ShouldContain("Commands:");
    }

    [Fact]
    public void Commands_AllOfThem_HaveExamplesThatCanBeCalled()
    {
        var root = CommandTree.Create();

        foreach (var verb in VerbsOf(root))
        {
            verb.Examples.ShouldNotBeEmpty(CommandTree.PathOf(verb));
            foreach (var example in verb.Examples)
            {
                var parsed = root.Parse(example.Split('>')[0], CommandTree.Parsing);
                parsed.Errors.ShouldBeEmpty(example);
                parsed.CommandResult.Command.ShouldBeSameAs(verb, example);
            }
        }
    }

    internal static IEnumerable<Verb> VerbsOf(Command command) =>
        command.Subcommands.SelectMany(VerbsOf).Concat(command is Verb verb ? [verb] : []);
}
