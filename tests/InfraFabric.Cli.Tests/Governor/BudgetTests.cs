using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Governor;

public sealed class BudgetTests(ServedHome served) : IClassFixture<ServedHome>
{
    [Fact]
    public async Task SetBudgets_EachAndSomeByName_AreListed()
    {
        var file = served.Home.PathOf("budgets.yaml");
        await File.WriteAllTextAsync(file, "session-1-ndi: 2.5\nsession-4-sip: $10\n");

        (await served.RunAsync(
            "governor", "set-budgets", "--default-budget", "5", "--per-swarm", file, "--why", "a start")).ShouldExit(0);
        (await served.RunAsync("governor", "set-budget", "fabric", "100", "--window", "month")).ShouldExit(0);
        var shown = (await served.RunAsync("governor", "budgets")).ShouldExit(0);

        var lines = shown.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldMatch("^BUDGET +LIMIT +SPENT +RESERVED +OVERDRAWN +LEFT +WINDOW");
        lines[1].ShouldMatch(@"^fabric +\$100\.00 +\$0\.00 +\$0\.00 +\$0\.00 +\$100\.00 +\d{4}-\d\d$");
        lines[2].ShouldMatch(@"^swarm/\* +\$5\.00 .*total$");
        lines[3].ShouldMatch(@"^swarm/session-1-ndi +\$2\.50 ");
        lines[4].ShouldMatch(@"^swarm/session-4-sip +\$10\.00 ");
    }

    [Fact]
    public async Task SetBudgets_FileWithErrors_NamesEachLineAndSetsNothing()
    {
        var file = served.Home.PathOf("wrong.yaml");
        await File.WriteAllTextAsync(file, "wrong-a: 2.5\nwrong-b: ten\nwrong-c: -1\n");

        var refused = (await served.RunAsync("governor", "set-budgets", "--per-swarm", file)).ShouldExit(3);

        refused.Error.ShouldContain("wrong.yaml:2: wrong-b");
        refused.Error.ShouldContain("wrong.yaml:3: wrong-c");
        (await served.RunAsync("governor", "budgets")).ShouldExit(0).Out.ShouldNotContain("wrong-a");
    }

    [Fact]
    public async Task SetBudgets_NothingSaid_IsRefused() =>
        (await served.RunAsync("governor", "set-budgets")).ShouldExit(2).Error.ShouldContain("--default-budget");
}
