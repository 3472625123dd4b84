using System.Text.Json;
using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Tasks;

public sealed class TaskWatchTests(ServedHome served) : IClassFixture<ServedHome>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("complete", 0)]
    [InlineData("fail", 1)]
    public async Task Watch_OfOneTask_EndsWithIt(string how, int exitCode)
    {
        await served.RegisterAsync($"to-{how}", $"watch:{how}");
        var task = await served.AddAsync($"watch:{how}");
        using var watch = served.Home.Start(Repository.Ifctl, ["task", "watch", task]);
        (await ReadAsync(watch)).ShouldContain("ready");
        (await served.RunAsync("task", "claim", task, "--swarm", $"to-{how}")).ShouldExit(0);
        (await ReadAsync(watch)).ShouldContain("claimed");

        string[] end = how == "fail" ? ["--reason", "broken", "--final"] : ["--result", "1"];
        (await served.RunAsync(["task", how, task, .. end])).ShouldExit(0);

        (await ReadAsync(watch)).ShouldContain(how == "fail" ? "failed" : "completed");
        await watch.WaitForExitAsync().WaitAsync(Patience);
        watch.ExitCode.ShouldBe(exitCode);
    }

    [Fact]
    public async Task Watch_OfATaskThatIsNotThere_SaysSo() =>
        (await served.RunAsync("task", "watch", "0198c5a2-1f00-7abc-8def-0123456789ab")).ShouldExit(4)
            .Error.ShouldContain("IF_ERR_NOT_FOUND");

    [Fact]
    public async Task Watch_WithAFilter_ShowsOnlyThose()
    {
        using var watch = served.Home.Start(Repository.Ifctl, ["task", "watch", "--phase", "shown", "--json"]);
        var line = ReadAsync(watch);

        // What happened before the watch was connected is not shown: so there is more until it is.
        while (!line.IsCompleted)
        {
            await served.AddAsync("watch:none", "--phase", "hidden");
            await served.AddAsync("watch:none", "--phase", "shown");
        }

        var shown = JsonDocument.Parse(await line).RootElement;
        await RunningServer.StopAsync(watch, "INT");
        shown.GetProperty("spec").GetProperty("phase").GetString().ShouldBe("shown");
        watch.ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tasks_Watched_ShowsWhatThereIsAndThenEachChange(bool json)
    {
        var label = $"live-{json}";
        await served.RegisterAsync(label, "live:it");
        var task = await served.AddAsync("live:it", "--phase", label);
        using var watch = served.Home.Start(
            Repository.Ifctl,
            ["coordinator", "tasks", "--watch", "--phase", label, .. json ? (string[])["--json"] : []]);
        var first = await ReadAsync(watch);

        (await served.RunAsync("task", "claim", task, "--swarm", label)).ShouldExit(0);
        var second = await ReadAsync(watch);
        (await served.RunAsync("task", "complete", task)).ShouldExit(0);
        var third = await ReadAsync(watch);
        await RunningServer.StopAsync(watch, "INT");

        new[] { first, second, third }.ShouldAllBe(line => line.Contains(task));
        first.ShouldContain("ready");
        second.ShouldContain("claimed");
        third.ShouldContain("completed");
        watch.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Tasks_WatchedWhileTheServerIsReplaced_ShowsWhatHappenedMeanwhile()
    {
        using var home = new TestHome();
        var server = await RunningServer.StartAsync(home);
        var added = await home.RunAsync("task", "add", "work", "--json");
        var task = added.ShouldExit(0).Json.GetProperty("tasks")[0].GetProperty("id").GetString()!;
        using var watch = home.Start(Repository.Ifctl, ["coordinator", "tasks", "--watch"]);
        (await ReadAsync(watch)).ShouldContain("ready");

        await server.DisposeAsync();
        await using var next = await RunningServer.StartAsync(home);
        (await home.RunAsync("task", "cancel", task)).ShouldExit(0);

        (await ReadAsync(watch)).ShouldContain("cancelled");
        await RunningServer.StopAsync(watch, "INT");
    }

    [Fact]
    public async Task Tasks_WatchedOnATerminal_IsATableThatEndsWithCtrlC()
    {
        await served.AddAsync("live:none", "--phase", "table", "--title", "\u001b[31mred");
        using var terminal = served.Home.Start("script",
            ["-qec", $"exec {Repository.Ifctl} coordinator tasks --watch --phase table", "/dev/null"]);
        await ReadUntilAsync(terminal, "Tasks: 1.");

        await served.AddAsync("live:none", "--phase", "table");
        var shown = await ReadUntilAsync(terminal, "Tasks: 2.");
        await terminal.StandardInput.WriteAsync('\u0003');
        await terminal.StandardInput.FlushAsync();
        await terminal.WaitForExitAsync().WaitAsync(Patience);

        shown.ShouldContain("\\u001b[31mred");
        terminal.ExitCode.ShouldBe(0);
    }

    private static async Task<string> ReadUntilAsync(System.Diagnostics.Process process, string end)
    {
        var text = new System.Text.StringBuilder();
        var buffer = new char[4096];
        while (!text.ToString().Contains(end, StringComparison.Ordinal))
        {
            var read = await process.StandardOutput.ReadAsync(buffer).AsTask().WaitAsync(Patience);
            read.ShouldBeGreaterThan(0, text.ToString());
            text.Append(buffer, 0, read);
        }

        return text.ToString();
    }

    private static async Task<string> ReadAsync(System.Diagnostics.Process process) =>
        await process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
            ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
}
