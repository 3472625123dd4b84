using System.Text.Json;
using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.State;

public sealed class WatchTests
{
    [Fact]
    public async Task Watch_AfterARevision_ShowsEveryChangeAndEndsWithoutFuss()
    {
        using var home = new TestHome();
        var revisions = await home.PutAsync(("tasks/1", "one"), ("other", "x"), ("tasks/2", "two"));
        await using var server = await RunningServer.StartAsync(home);
        using var watch = home.Start(Repository.Ifctl, ["state", "watch", "tasks/", "--after", "0"]);

        var first = await watch.StandardOutput.ReadLineAsync();
        var second = await watch.StandardOutput.ReadLineAsync();
        var (exitCode, error) = await RunningServer.StopAsync(watch, "INT");

        first.ShouldBe($"{revisions[0]}  put      tasks/1  one");
        second.ShouldBe($"{revisions[2]}  put      tasks/2  two");
        exitCode.ShouldBe(0);
        error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Watch_WhileItsServerIsReplaced_MissesNothingAndRepeatsNothing()
    {
        using var home = new TestHome();
        var before = await home.PutAsync(("tasks/a", "1"));
        var server = await RunningServer.StartAsync(home);
        using var watch = home.Start(Repository.Ifctl, ["state", "watch", "tasks/", "--after", "0", "--json"]);
        var first = await watch.StandardOutput.ReadLineAsync();

        await server.DisposeAsync();
        var after = await home.PutAsync(("tasks/a", "2"), ("tasks/b", "3"));
        await using var next = await RunningServer.StartAsync(home);
        var second = await watch.StandardOutput.ReadLineAsync();
        var third = await watch.StandardOutput.ReadLineAsync();
        await RunningServer.StopAsync(watch, "INT");

        new[] { first, second, third }
            .Select(line => JsonDocument.Parse(line!).RootElement.GetProperty("revision").GetInt64())
            .ShouldBe([before[0], after[0], after[1]]);
    }

    [Fact]
    public async Task Watch_WhereNobodyServes_SaysThatNothingCanHappen()
    {
        using var home = new TestHome();
        await home.PutAsync(("a", "1"));

        var result = (await home.RunAsync("state", "watch")).ShouldExit(7);

        result.Error.ShouldContain("ifctl up");
    }
}
