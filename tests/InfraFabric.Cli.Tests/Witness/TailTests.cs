using System.Text.Json;
using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Witness;

public sealed class TailTests
{
    [Fact]
    public async Task Tail_WithACount_ShowsThatManyOfTheNewestInTheirOrder()
    {
        await using var served = await ServeAsync();
        foreach (var i in Enumerable.Range(0, 4))
            await served.AddAsync("tail:count", "--why", $"number {i}");

        var shown = (await served.RunAsync("witness", "tail", "-n", "2", "--operation", "task.add")).ShouldExit(0);

        var lines = shown.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        lines[0].ShouldMatch(@"^\d+  \S+ \S+  operator/0  task\.add  \S+  done  number 2$");
        lines[1].ShouldEndWith("number 3");
    }

    [Fact]
    public async Task Follow_ShowsWhatWasAndWhatComes_AndEndsWithoutFuss()
    {
        await using var served = await ServeAsync();
        await served.AddAsync("tail:follow", "--why", "before");
        using var tail = served.Home.Start(
            Repository.Ifctl, ["witness", "tail", "-f", "-n", "1", "--operation", "task.*", "--json"]);
        var first = await tail.StandardOutput.ReadLineAsync();

        await served.AddAsync("tail:follow", "--why", "during");
        var second = await tail.StandardOutput.ReadLineAsync();
        var (exitCode, error) = await RunningServer.StopAsync(tail, "INT");

        new[] { first, second }.Select(WhyOf).ShouldBe(["before", "during"]);
        exitCode.ShouldBe(0);
        error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Follow_WhileItsServerIsReplaced_MissesNothingAndRepeatsNothing()
    {
        using var home = new TestHome();
        await home.PutAsync(("a", "0"));
        var server = await RunningServer.StartAsync(home);
        using var tail = home.Start(
            Repository.Ifctl, ["witness", "tail", "-f", "-n", "1", "--operation", "test.*", "--json"]);
        // From here on it knows where it goes on.
        (await tail.StandardOutput.ReadLineAsync()).ShouldNotBeNull();
        await server.DisposeAsync();
        await home.PutAsync(("a", "1"), ("b", "2"));
        await using var next = await RunningServer.StartAsync(home);

        var first = JsonDocument.Parse((await tail.StandardOutput.ReadLineAsync())!).RootElement;
        var second = JsonDocument.Parse((await tail.StandardOutput.ReadLineAsync())!).RootElement;
        await RunningServer.StopAsync(tail, "INT");

        second.GetProperty("revision").GetInt64().ShouldBe(first.GetProperty("revision").GetInt64() + 1);
        second.GetProperty("index").GetInt64().ShouldBe(first.GetProperty("index").GetInt64() + 1);
    }

    [Fact]
    public async Task Tail_OfMoreThanAPage_IsRefused()
    {
        await using var served = await ServeAsync();

        (await served.RunAsync("witness", "tail", "-n", "1001")).ShouldExit(2);
    }

    private static string WhyOf(string? line) => JsonDocument.Parse(line!).RootElement.GetProperty("why").GetString()!;

    private static async Task<ServedHome> ServeAsync()
    {
        var served = new ServedHome();
        await served.InitializeAsync();
        return served;
    }
}
